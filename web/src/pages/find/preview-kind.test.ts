import assert from 'node:assert/strict';
import { test } from 'node:test';

import { previewKind } from './preview-kind.ts';

test('shows what browsers can show, by the last extension, and nothing else', () => {
  const shown = ['a/b.JPG', 'x.tar.txt', 'film.webm', 'song.flac', 'page.html', 'setup.exe', 'txt', 'a.d/b'];
  assert.deepEqual(shown.map(previewKind), [
    'image',
    'text',
    'video',
    'audio',
    'text',
    undefined,
    undefined,
    undefined,
  ]);
});
