import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPartName, MAX_FILE_NAME_BYTES, numberedName, partName, safeName } from './safe-name.ts';

const bytes = (text: string) => Buffer.byteLength(text);
const windows = (name: string) => safeName(name, { windows: true });
const posix = (name: string) => safeName(name, { windows: false });

test('leaves an ordinary name as it is', () => {
  for (const name of ['a.txt', 'with spaces', '.gitignore', 'naïve café.md', '日本語', 'a.tar.gz', ' leading']) {
    assert.equal(posix(name), name);
    assert.equal(windows(name), name);
  }
});

test('normalises names to NFC', () => {
  assert.equal(posix('cafe\u0301'), 'caf\u00e9');
});

test('replaces what Windows refuses, there only', () => {
  assert.equal(windows('a:b?c*d"e<f>g|h\\i\u0007'), 'a_b_c_d_e_f_g_h_i_');
  assert.equal(windows('trailing. .'), 'trailing___');
  assert.equal(posix('a:b?'), 'a:b?');
  assert.equal(posix('trailing. '), 'trailing. ');
});

test('keeps away from the device names of Windows, with any extension', () => {
  assert.equal(windows('NUL'), 'NUL_');
  assert.equal(windows('con.txt'), 'con_.txt');
  assert.equal(windows('com1.tar.gz'), 'com1_.tar.gz');
  assert.equal(windows('LPT¹'), 'LPT¹_');
  assert.equal(windows('console'), 'console');
  assert.equal(posix('nul'), 'nul');
});

test('never makes a name that means a folder or one of our part files', () => {
  assert.equal(posix('..'), '_..');
  assert.equal(posix('.film.mkv.ayni-part'), '_.film.mkv.ayni-part');
  assert.equal(isPartName(posix('.x.AYNI-PART')), false);
});

test('shortens an over-long name, keeping its extension, the same each time and apart from others', () => {
  const long = `${'ä'.repeat(300)}.tar.gz`;
  const safe = posix(long);
  assert.ok(bytes(safe) <= MAX_FILE_NAME_BYTES);
  assert.ok(safe.endsWith('.tar.gz'));
  assert.equal(safe, posix(long));
  assert.notEqual(safe, posix(`${'ä'.repeat(301)}.tar.gz`));
});

test('puts a number before the extension, and at the end of a folder', () => {
  assert.equal(numberedName('report.pdf', 2), 'report (2).pdf');
  assert.equal(numberedName('a.tar.gz', 3), 'a (3).tar.gz');
  assert.equal(numberedName('.gitignore', 2), '.gitignore (2)');
  assert.equal(numberedName('v1.2', 2, 'directory'), 'v1.2 (2)');
});

test('any name becomes one that fits, and its part name does too', () => {
  const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 });
  fc.assert(
    fc.property(names, fc.boolean(), fc.integer({ min: 2, max: 9999 }), (name, onWindows, number) => {
      const safe = safeName(name, { windows: onWindows });
      assert.ok(safe.length > 0 && bytes(safe) <= MAX_FILE_NAME_BYTES);
      assert.ok(!/[/\0]/.test(safe) && safe !== '.' && safe !== '..' && !isPartName(safe));
      assert.equal(safeName(safe, { windows: onWindows }), safe, 'safe names stay');
      assert.ok(bytes(partName(safe)) <= MAX_FILE_NAME_BYTES && isPartName(partName(safe)));
      assert.ok(bytes(numberedName(safe, number)) <= MAX_FILE_NAME_BYTES);
    }),
  );
});
