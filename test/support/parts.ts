import { spawnSync } from 'node:child_process';
import type { TestContext } from 'node:test';

/**
 * Whether a program that a test needs is here. Where it is not, the test is skipped with one line,
 * or fails under `AYNI_REQUIRE_ALL=1`, which CI sets.
 */
export function needs(t: TestContext, ...programs: string[]): boolean {
  const missing = programs.filter((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status !== 0);
  return present(t, missing.length === 0, `needs ${missing.join(', ')}`);
}

/** The same for anything else, such as the right to make network namespaces. */
export function present(t: TestContext, there: boolean, what: string): boolean {
  if (there) return true;
  if (process.env['AYNI_REQUIRE_ALL'] === '1') throw new Error(`AYNI_REQUIRE_ALL is set, and this test ${what}`);
  t.skip(what);
  return false;
}
