import assert from 'node:assert/strict';
import { test } from 'node:test';

import { tableLines } from './table.ts';
import { clip, textWidth, wrap, wrapText } from './width.ts';

test('lines up columns by the cells that characters take, colours not counted', () => {
  const rows = [
    ['日本.txt', '1 B'],
    ['\u001b[31ma\u001b[39m', '12 MB'],
  ];
  assert.deepEqual(tableLines([{ title: 'NAME' }, { title: 'SIZE', align: 'right' }], rows), {
    heads: ['NAME       SIZE'],
    body: ['日本.txt    1 B', '\u001b[31ma\u001b[39m         12 MB'],
  });
});

test('clips to cells, not to letters', () => {
  assert.equal(clip('abcdef', 6), 'abcdef');
  assert.equal(clip('abcdefg', 6), 'abcde…');
  assert.equal(textWidth(clip('日本語日本語', 6)), 5);
});

test('puts minor columns on a second line, then clips the widest text, numbers never', () => {
  const columns = [{ title: 'NAME' }, { title: 'ID', minor: true }, { title: 'SIZE', align: 'right' }] as const;
  const rows = [['日本語日本語日本語日本語', 'c23456789', '12 MB']];
  assert.deepEqual(tableLines(columns, rows, 24), {
    heads: ['NAME                SIZE', '  ID'],
    body: ['日本語日本語日本…  12 MB', '  c23456789'],
  });
  assert.deepEqual(tableLines(columns, rows, 42).heads, ['NAME                      ID          SIZE']);
  for (const cells of [5, 10, 20, 30]) {
    const { heads, body } = tableLines(columns, rows, cells);
    for (const line of [...heads, ...body]) assert.ok(textWidth(line) <= cells, `${cells}: ${line}`);
  }
});

test('wraps between words, and within one that is wider than a line', () => {
  assert.deepEqual(wrap('one two three', 8), ['one two', 'three']);
  assert.deepEqual(wrap('a 日本語日本語 b', 6), ['a', '日本語', '日本語', 'b']);
  assert.deepEqual(wrap('one two three', 8, '  '), ['one two', '  three']);
  assert.equal(wrapText('  -x  does this and that\nshort', 16), '  -x  does this\n    and that\nshort');
});
