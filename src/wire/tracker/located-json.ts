import type { ContentId } from '../../core/ids.ts';
import type { Endpoint, Source } from '../../core/swarm/catalog.ts';

interface Begun {
  readonly peer: string;
  readonly name: string;
  readonly text: string;
}

/** A lease's endpoints are the same list for as long as it is good: what goes with them is encoded once. */
const begun = new WeakMap<readonly Endpoint[], Begun>();

function beginningOf({ peer, name, endpoints }: Source): string {
  const known = begun.get(endpoints);
  if (known !== undefined && known.peer === peer && known.name === name) return known.text;
  const text = JSON.stringify({ peer, name, endpoints }).slice(0, -1);
  begun.set(endpoints, { peer, name, text });
  return text;
}

/** The answer of `locate` as JSON, which a tracker is asked most, joined from what was encoded before. */
export function locatedJson(located: Readonly<Record<ContentId, readonly Source[]>>): string {
  let json = '';
  for (const [content, sources] of Object.entries(located)) {
    let list = '';
    for (const source of sources) {
      const { pieces, whole, slots } = source;
      list += `${list === '' ? '' : ','}${beginningOf(source)},"pieces":${pieces},"whole":${whole},"slots":{"total":${slots.total},"free":${slots.free}}}`;
    }
    json += `${json === '' ? '' : ','}"${content}":[${list}]`;
  }
  return `{${json}}`;
}
