import assert from 'node:assert/strict';
import { test } from 'node:test';

import { peerIdOf } from '../../core/ids.ts';
import type { DownloadStatus } from '../../wire/control/messages.ts';
import { textWidth } from '../terminal/width.ts';
import { Words } from '../words/words.ts';
import { screenLines, type Seen } from './screen.ts';

const words = new Words();

const job = (id: string, name: string): DownloadStatus => ({
  id,
  name,
  state: 'running',
  filesDone: 0,
  filesTotal: 1,
  bytesDone: 50,
  bytesTotal: 100,
  bytesReceived: 50,
  bytesCopied: 0,
  bytesPerSecond: 1000,
  etaSeconds: 3,
  sources: [],
  renamed: [],
  skipped: [],
});

function seen(count: number, name = 'file'): Seen {
  const downloads = Array.from({ length: count }, (_, at) => job(`id${at}`, `${name} ${at}`));
  const peer = { peer: peerIdOf(new Uint8Array(32)), name: 'left', online: true, files: 3, bytes: 10 };
  return { progress: { downloads, uploads: [], connected: true }, peers: [peer] };
}

test('every size of screen is kept to, with names of any letters', () => {
  for (const columns of [1, 10, 40, 80, 200]) {
    for (const rows of [2, 10, 24, 60]) {
      for (const name of ['日本語の名前', 'evil\u001b[2J\u202e', 'x'.repeat(4000)]) {
        const lines = screenLines(words, seen(30, name), 'id7', { columns, rows });
        assert.ok(lines.length <= rows);
        for (const line of lines) {
          assert.ok(textWidth(line) <= columns, `${columns} ${line}`);
          // oxlint-disable-next-line no-control-regex -- what a terminal would obey
          assert.doesNotMatch(line, /[\u0000-\u001f\u202e]/);
        }
      }
    }
  }
});

test('the chosen download is seen, whatever is above it, and what is hidden is counted', () => {
  for (const at of [0, 15, 49]) {
    const lines = screenLines(words, seen(50), `id${at}`, { columns: 60, rows: 20 });
    assert.ok(
      lines.some((line) => line.startsWith(`> file ${at} `)),
      lines.join('\n'),
    );
  }
  assert.ok(screenLines(words, seen(50), 'id0', { columns: 60, rows: 20 }).some((line) => /and \d+ more/.test(line)));
});

test('40 columns have the name, the percentage and the speed', () => {
  const lines = screenLines(words, seen(1), 'id0', { columns: 40, rows: 24 });
  assert.match(lines.join('\n'), /^> file 0 +50 % 1\.0 kB\/s$/m);
  assert.match(lines.join('\n'), /^ {2}left +10 B +online$/m);
  assert.equal(lines.at(-1), 'q quit  p pause/resume  arrows choose');
});
