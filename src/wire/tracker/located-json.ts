import type { ContentId } from '../../core/ids.ts';
import type { Source } from '../../core/swarm/catalog.ts';
import { notesOf, type LeaseNotes } from '../../core/swarm/lease-notes.ts';

/** With the two parts of the source's JSON that its pieces stand between. */
function encodedNotes({ peer, name, endpoints, slots }: Source): LeaseNotes {
  const notes = notesOf(endpoints);
  if (notes.slots === slots && notes.peer === peer && notes.name === name) return notes;
  notes.peer = peer;
  notes.name = name;
  notes.slots = slots;
  notes.beginning = `${JSON.stringify({ peer, name, endpoints }).slice(0, -1)},"pieces":`;
  notes.ending = `,"slots":{"total":${slots.total},"free":${slots.free}}}`;
  return notes;
}

/** The answer of `locate` as JSON, which a tracker is asked most, joined from what was encoded before. */
export function locatedJson(located: Readonly<Record<ContentId, readonly Source[]>>): string {
  let json = '';
  for (const [content, sources] of Object.entries(located)) {
    let list = '';
    for (const source of sources) {
      const { beginning, ending } = encodedNotes(source);
      const { pieces, whole } = source;
      list += `${list === '' ? '' : ','}${beginning}${pieces}${whole ? ',"whole":true' : ',"whole":false'}${ending}`;
    }
    json += `${json === '' ? '' : ','}"${content}":[${list}]`;
  }
  return `{${json}}`;
}
