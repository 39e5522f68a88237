import { readdirSync, readFileSync } from 'node:fs';

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
