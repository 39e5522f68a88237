import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';

import { Output } from './output.ts';

class Stream extends EventEmitter {
  readonly isTTY = true;
  readonly columns: number;
  readonly rows: number;

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
  }

  write(): void {}
}

test('takes a terminal that does not know its size to have the usual one', () => {
  const output = new Output({ stdout: new Stream(0, 0), stderr: new Stream(0, 0), env: {} });
  assert.deepEqual([output.columns, output.rows, output.answerCells], [80, 24, Infinity]);
  const narrow = new Output({ stdout: new Stream(40, 9), stderr: new Stream(40, 9), env: {} });
  assert.deepEqual([narrow.columns, narrow.rows, narrow.answerCells], [40, 9, 40]);
});

test('tells when nobody reads answers any more', () => {
  const [stdout, stderr] = [new Stream(80, 24), new Stream(80, 24)];
  const { closed } = new Output({ stdout, stderr, env: {} });
  const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
  stderr.emit('error', gone);
  assert.equal(closed.aborted, false);
  stdout.emit('error', gone);
  assert.equal(closed.aborted, true);
});
