import type { DialectFile, DialectRegistry } from '../../wire/dialects/dialect-registry.ts';
import type { SlotsSource } from './codec.ts';
import { isTellable, type Tellable } from './listing.ts';
import { askedNames, listedName, nameable } from './names.ts';
import type { PeerTurns } from './peer-turns.ts';

/** Whom to send to for a file; undefined where nobody is there who has it. */
export async function findHolder(
  asked: Buffer,
  { registry, turns }: { readonly registry: DialectRegistry; readonly turns: PeerTurns },
): Promise<SlotsSource | undefined> {
  const file = await mostHeld(asked, registry);
  if (file === undefined) return undefined;
  const peer = turns.next(`${file.md5}:${file.name}`, nameable(file.owners));
  return peer && { host: peer.host, port: peer.port, md5: file.md5 };
}

/** Of several contents of a name the one with most peers; the name that a list shows comes before what it may mean. */
async function mostHeld(asked: Buffer, registry: DialectRegistry): Promise<Tellable<DialectFile> | undefined> {
  const found = await Promise.all(askedNames(asked).map((name) => registry.files({ name })));
  const held = found
    .flat()
    .filter(isTellable)
    .filter(({ owners }) => nameable(owners).length > 0);
  const text = asked.toString('utf8');
  const listed = held.filter((file) => listedName(file) === text);
  // Sorting is stable: among equals the one that was announced first.
  const [most] = (listed.length > 0 ? listed : held).toSorted(
    (a, b) => nameable(b.owners).length - nameable(a.owners).length,
  );
  return most;
}
