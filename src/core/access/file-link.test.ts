import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { AyniError } from '../errors.ts';
import { contentIdOfHash, networkIdOf, peerIdOf } from '../ids.ts';
import { formatFileLink, isFileLink, parseFileLink, type FileLink } from './file-link.ts';

const id = fc.uint8Array({ minLength: 32, maxLength: 32 });
const name = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 60 })
  .filter((text) => !/[/\0]/.test(text) && text !== '.' && text !== '..');
const size = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const network = id.map(networkIdOf);
const content = id.map(contentIdOfHash);
const kind = fc.constant('file' as const);
const links: fc.Arbitrary<FileLink> = fc.oneof(
  fc.record({ kind, network, content, size, name }),
  fc.record({ kind, network, content, name }),
  fc.record({
    kind: fc.constant('folder' as const),
    network,
    peer: id.map(peerIdOf),
    path: fc.array(name, { minLength: 1, maxLength: 6 }).map((names) => names.join('/')),
  }),
);

test('what is written is read again, and no shell finds anything of its own in it', () => {
  fc.assert(
    fc.property(links, (link) => {
      const text = formatFileLink(link);
      assert.match(text, /^[\w:/.%-]+$/);
      assert.ok(isFileLink(text));
      assert.deepEqual(parseFileLink(` ${text}\n`), { ...link });
    }),
  );
});

test('whatever else comes is refused as a bad link', () => {
  const refused = (text: string) =>
    assert.throws(
      () => parseFileLink(text),
      (error) => AyniError.is(error, 'bad-link'),
      text,
    );
  fc.assert(
    fc.property(links, fc.nat(), (link, at) => {
      const text = formatFileLink(link);
      // Cut anywhere before the names.
      const ids = text.split('/').slice(0, 4).join('/');
      refused(text.slice(0, at % (ids.length + 2)));
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => refused(`ayni:file/1/${text}`)));
  const good = formatFileLink({
    kind: 'folder',
    network: networkIdOf(new Uint8Array(32)),
    peer: peerIdOf(new Uint8Array(32)),
    path: 'share',
  });
  for (const end of ['/..', '/%2e%2e/x', '/a%2Fb', '/%', '/%00', '//x', '/']) refused(good + end);
  refused(good.replace('/1/', '/2/'));
  refused('ayni://host:1/#1.n.x');
});
