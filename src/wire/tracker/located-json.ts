import type { ContentId } from '../../core/ids.ts';
import type { Source } from '../../core/swarm/catalog.ts';
import { notesOf } from '../../core/swarm/lease-notes.ts';

function beginningOf({ peer, name, endpoints }: Source): string {
  const notes = notesOf(endpoints);
  if (notes.json === undefined || notes.json.peer !== peer || notes.json.name !== name) {
    notes.json = { peer, name, text: JSON.stringify({ peer, name, endpoints }).slice(0, -1) };
  }
  return notes.json.text;
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
