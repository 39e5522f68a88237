import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Real input: this project's own dependencies, thousands of files with links, programs and one file of over 100 MB.
 */
export const TREE = realpathSync(fileURLToPath(new URL('../../node_modules', import.meta.url)));

/** @throws where two trees differ in names, bytes or links */
export function sameTree(one: string, other: string): void {
  const { stdout, status } = spawnSync('diff', ['-r', '--no-dereference', one, other], { encoding: 'utf8' });
  assert.equal(status, 0, stdout.slice(0, 2000));
}

/** A program of the tree, through a link, does what it should. */
export function programRuns(tree: string): void {
  const { stdout } = spawnSync(`${tree}/.bin/prettier`, ['--version'], { encoding: 'utf8' });
  assert.match(stdout, /^\d+\.\d+\.\d+/);
}
