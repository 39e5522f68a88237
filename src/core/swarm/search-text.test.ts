import assert from 'node:assert/strict';
import test from 'node:test';
import { foldText, matchesWords, MAX_SEARCH_WORDS, searchWords } from './search-text.ts';

const found = (path: string, text: string) => matchesWords(foldText(path), searchWords(text));

test('ignores case, accents and compatibility forms', () => {
  assert.ok(found('Música/Ölwechsel ﬁlm.MKV', 'musica OLWECHSEL film'));
  assert.ok(found('musica', 'MÚSICA'));
  assert.ok(found('ＦＵＬＬ width', 'full'));
  assert.ok(found('İstanbul', 'istanbul'));
});

test('finds a word of three characters anywhere, a shorter one where a word begins', () => {
  assert.ok(found('share/some song.mp3', 'ong'));
  assert.ok(found('share/some song.mp3', 'so mp'));
  assert.ok(found('share/some_song.mp3', 'so'));
  assert.ok(!found('share/some song.mp3', 'ng'));
  assert.ok(!found('share/some song.mp3', 'o'));
  assert.ok(found('share/C++ primer', 'c+'));
  assert.ok(!found('share/abc+', 'c+'));
});

test('needs every word', () => {
  assert.ok(found('a/linux kernel', 'kernel linux'));
  assert.ok(!found('a/linux kernel', 'kernel windows'));
});

test('finds short words in scripts without spaces, and emoji', () => {
  assert.ok(found('我的音乐.mp3', '音乐'));
  assert.ok(found('日本語', '語'));
  assert.ok(found('party 🎵🎶.mp3', '🎵'));
  assert.ok(!found('party 🎵🎶.mp3', '🎶'));
  assert.ok(found('음악', '음'));
});

test('looks for short words of punctuation in what the others find, and alone they find nothing', () => {
  assert.ok(found('foo - bar', 'foo - bar'));
  assert.ok(!found('foo bar', 'foo - bar'));
  assert.ok(found('share/a.m3u', '.m'));
  assert.ok(!found('share/m.txt', '.m'));
  for (const text of ['%', '"', '*', '#', '.', '+', '-', '%%', '% .', '\0', '\u0301', '´']) {
    assert.ok(!found(`share/a ${text}`, text), text);
  }
  assert.ok(found('share/---', '---'));
});

test('a blank text lists everything', () => {
  for (const text of ['', ' ', '\t\n']) assert.ok(found('foo', text));
  assert.ok(!found('foo', `${' '.repeat(5000)}bar`));
});

test('ignores NUL and more words than allowed', () => {
  assert.ok(found('foo bar', 'foo\0bar'));
  const words = Array.from({ length: 100 }, (_, index) => `word${index}`).join(' ');
  assert.equal(searchWords(words).anywhere.length, MAX_SEARCH_WORDS);
  assert.ok(searchWords('x'.repeat(10_000)).anywhere.every((word) => word.length === 1000));
});
