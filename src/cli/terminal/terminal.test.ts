import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tableLines } from './table.ts';
import { clip, textWidth } from './width.ts';

test('lines up columns by the cells that characters take, colours not counted', () => {
  const rows = [
    ['日本.txt', '1 B'],
    ['\u001b[31ma\u001b[39m', '12 MB'],
  ];
  assert.deepEqual(tableLines([{ title: 'NAME' }, { title: 'SIZE', align: 'right' }], rows), [
    'NAME       SIZE',
    '日本.txt    1 B',
    '\u001b[31ma\u001b[39m         12 MB',
  ]);
});

test('clips to cells, not to letters', () => {
  assert.equal(clip('abcdef', 6), 'abcdef');
  assert.equal(clip('abcdefg', 6), 'abcde…');
  assert.equal(textWidth(clip('日本語日本語', 6)), 5);
});
