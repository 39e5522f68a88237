import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

function treeOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? /^PPid:\s+(\d+)/m.exec(statusOf(Number(name)))?.[1] : undefined;
    if (parent !== undefined) children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(name)]);
  }
  const tree = [root];
  for (const pid of tree) tree.push(...(children.get(pid) ?? []));
  return tree;
}

/** Peak resident memory (`VmHWM`) of a process and all below it, MB; undefined where there is no /proc. */
export function peakMemory(root: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const peaks = treeOf(root).map((pid) => Number(/^VmHWM:\s+(\d+) kB/m.exec(statusOf(pid))?.[1] ?? 0));
  return (peaks.reduce((sum, peak) => sum + peak, 0) * 1024) / 1e6;
}

/** Resident memory (`VmRSS`) of a process and all below it now, MB; NaN where there is no /proc. */
export function residentMemory(root: number): number {
  if (process.platform !== 'linux') return Number.NaN;
  const kilobytes = treeOf(root).map((pid) => Number(/^VmRSS:\s+(\d+) kB/m.exec(statusOf(pid))?.[1] ?? 0));
  return (kilobytes.reduce((sum, each) => sum + each, 0) * 1024) / 1e6;
}

/** Has the peak of a process and all below it begin anew, at what they have now. */
export function resetPeakMemory(root: number): void {
  if (process.platform !== 'linux') return;
  for (const pid of treeOf(root)) writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Linux counts in hundredths of a second, on every architecture that Node runs on. */
const TICKS = 100;

/** CPU time of a process and all below it, also of those that ended, user and system, s; 0 where there is no /proc. */
export function cpuSeconds(root: number): number {
  if (process.platform !== 'linux') return 0;
  // A process that ended is in what its parent has of children.
  return treeOf(root).reduce((sum, pid) => sum + secondsOf(`/proc/${pid}/stat`, 4), 0);
}

/** CPU time of a process's first thread, user and system, s; 0 where there is no /proc. */
export function firstThreadSeconds(pid: number): number {
  return process.platform === 'linux' ? secondsOf(`/proc/${pid}/task/${pid}/stat`, 2) : 0;
}

/** @param fields 2 for user and system, 4 for those of children that ended, too */
function secondsOf(stat: string, fields: 2 | 4): number {
  // The name in parentheses may hold spaces: fields from the 14th on are counted from behind it.
  const all = readFileSync(stat, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return all.slice(11, 11 + fields).reduce((sum, field) => sum + Number(field), 0) / TICKS;
}

/** Waits until a process that works by itself after its start has done so: in one second it takes less than 0.05 s. */
export async function untilIdle(pid: number): Promise<void> {
  for (let before = -1, now = cpuSeconds(pid); before < 0 || now - before > 0.05; now = cpuSeconds(pid)) {
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
