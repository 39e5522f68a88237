import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AyniError } from '../../core/errors.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Session } from '../daemon/session.ts';
import { candidatesFor } from './candidates.ts';

const BEGINNING = 'cm4sxdds6';
const idOf = (more: string) => BEGINNING + more.padEnd(44, 'a');

interface Asked {
  readonly text: string;
  readonly idPrefix?: string;
}

/** A session with a network that has these contents, by name. */
function sessionWith(contents: Readonly<Record<string, string>>, onPrefix: () => void = () => undefined): Session {
  const call = async (route: unknown, { text, idPrefix }: Asked): Promise<unknown> => {
    if (route !== NETWORK_ROUTES.search) return [];
    if (idPrefix !== undefined) onPrefix();
    const items = Object.entries(contents)
      .filter(([name, id]) => name.includes(text) && id.startsWith(idPrefix ?? ''))
      .map(([name, content]) => ({ kind: 'file', content, size: 1, names: [`s/${name}`], sources: 1, mtime: 0 }));
    return { items };
  };
  return { client: { call }, signal: new AbortController().signal } as unknown as Session;
}

async function idsFor(session: Session, text: string): Promise<readonly string[]> {
  return (await candidatesFor(session, text)).map((one) => (one.kind === 'content' ? one.content : one.kind));
}

test('takes the beginning of an id as lists show it, and all contents that it may stand for', async () => {
  const contents = { 'a.txt': idOf('b'), 'b.txt': idOf('c'), 'c.txt': 'cx'.padEnd(53, 'a') };
  assert.deepEqual(await idsFor(sessionWith(contents), BEGINNING), [idOf('b'), idOf('c')]);
  assert.deepEqual(await idsFor(sessionWith(contents), `${BEGINNING}b`), [idOf('b')]);
  await assert.rejects(idsFor(sessionWith(contents), BEGINNING.slice(0, 7)), { code: 'not-found' });
});

test('a name that looks like the beginning of an id does not stand in its place', async () => {
  const contents = { [BEGINNING]: 'cx'.padEnd(53, 'a'), 'b.txt': idOf('c') };
  assert.deepEqual(await idsFor(sessionWith(contents), BEGINNING), [contents[BEGINNING], idOf('c')]);
  assert.deepEqual(await idsFor(sessionWith({ [BEGINNING]: idOf('b') }), BEGINNING), [idOf('b')]);
});

test('finds by name alone where the tracker is of a version that knows no beginnings of ids', async () => {
  const session = sessionWith({ [BEGINNING]: idOf('b') }, () => {
    throw new AyniError('bad-request', 'There is no parameter "idPrefix".');
  });
  assert.deepEqual(await idsFor(session, BEGINNING), [idOf('b')]);
});
