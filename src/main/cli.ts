#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

import { keepGarbageLow, keepHeapSmall } from '../platform/heap-space.ts';
import { beginLean } from './lean-process.ts';

function version(): string {
  const parsed: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const isPackage = typeof parsed === 'object' && parsed !== null && 'version' in parsed;
  return isPackage && typeof parsed.version === 'string' ? parsed.version : 'unknown';
}

/** Commands that stay for days beside other programs, as a peer. */
const PEERS: readonly string[] = ['up', 'join', 'peer'];

/** How long a process whose work is done may linger, ms. */
const LINGER_MS = 5_000;

/** Ends the process when its work is done, also where a disk that hangs or a watcher's thread would keep it. */
function exitSoon(): void {
  const timer = setTimeout(() => {
    // Whoever reads slowly gets all.
    if (process.stdout.writableLength + process.stderr.writableLength > 0) exitSoon();
    else process.exit();
  }, LINGER_MS);
  timer.unref();
}

// Answered before anything else is loaded: scripts ask for it often.
const [first] = process.argv.slice(2);
if (first === '--version' || first === '-V') {
  process.stdout.write(`${version()}\n`);
} else {
  const isPeer = first !== undefined && PEERS.includes(first);
  const isTracker = first === 'tracker';
  if (isPeer || isTracker) beginLean(isPeer ? 'peer' : 'tracker');
  // Code that was compiled before is read as a whole: a program that stays compiles only what it needs.
  if (!isPeer || import.meta.url.endsWith('.ts')) enableCompileCache();
  // Only a tracker that serves thousands has use for more.
  if (isTracker) keepGarbageLow();
  else keepHeapSmall();
  // So little is cleaned up at a time that waking other threads for it costs more than it.
  setFlagsFromString('--no-parallel-scavenge');
  const { runCli } = await import('./run-cli.ts');
  process.exitCode = await runCli(process.argv.slice(2), version());
  exitSoon();
}
