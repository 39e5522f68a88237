/** Letters of a message that is looked at. */
const MAX_LETTERS = 2000;
/** Messages within messages. */
const MAX_DEPTH = 2;
/** Messages one after the other. */
const MAX_PARTS = 10;

interface Template {
  /** The text around the values. */
  readonly texts: readonly string[];
  readonly names: readonly string[];
  readonly to: string;
}

/**
 * Translates whole messages that come in English from elsewhere: from another layer, a daemon or a tracker. Each is
 * known by the text around its values; what is not known stays as it is. A value may be a message again, and two that
 * stand one after the other are translated each for itself.
 */
export class Messages {
  /** With the most text first: what says more about a message goes before what says less. */
  readonly #templates: readonly Template[];

  /** @param catalog English to the other language, with `{name}` for values in both */
  constructor(catalog: Readonly<Record<string, string>>) {
    this.#templates = Object.entries(catalog)
      .map(([from, to]) => templateOf(from, to))
      .toSorted((a, b) => lettersOf(b) - lettersOf(a));
  }

  translate(message: string): string {
    return message.length > MAX_LETTERS ? message : this.#inParts(message, 0);
  }

  /** `photos: No peer answers. Try again.` holds a name and two messages; each ends as early as one that is known. */
  #inParts(message: string, depth: number): string {
    // With what parts them at their ends.
    const parts = message.split(/(?<=[.:;] )/);
    if (parts.length > MAX_PARTS) return this.#whole(message, depth) ?? message;
    let told = '';
    for (let at = 0; at < parts.length;) {
      let next = at + 1;
      let shown = parts[at] ?? '';
      for (let end = at + 1; end <= parts.length; end++) {
        const part = parts.slice(at, end).join('');
        // What parts two messages is no part of the first, where it is not its full stop.
        const mark = end === parts.length ? '' : (/[:;]? $/.exec(part)?.[0] ?? '');
        const known = this.#whole(part.slice(0, part.length - mark.length), depth);
        if (known === undefined) continue;
        [next, shown] = [end, known + mark];
        break;
      }
      told += shown;
      at = next;
    }
    return told;
  }

  #whole(message: string, depth: number): string | undefined {
    for (const template of this.#templates) {
      const values = valuesIn(message, template);
      if (values === undefined) continue;
      const own = new Map(template.names.map((name, at) => [name, values[at] ?? '']));
      return template.to.replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = own.get(name) ?? whole;
        return depth < MAX_DEPTH ? this.#inParts(value, depth + 1) : value;
      });
    }
    return undefined;
  }
}

function templateOf(from: string, to: string): Template {
  const names = [...from.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return { texts: from.split(/\{\w+\}/), names, to };
}

function lettersOf({ texts }: Template): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}

/** What stands for each value; undefined where the message is another one. Takes time in proportion to its length. */
function valuesIn(message: string, { texts }: Template): readonly string[] | undefined {
  const [first = ''] = texts;
  const last = texts.at(-1) ?? '';
  if (!message.startsWith(first)) return undefined;
  if (texts.length === 1) return message === first ? [] : undefined;
  if (!message.endsWith(last)) return undefined;
  const values: string[] = [];
  let at = first.length;
  const end = message.length - last.length;
  for (const text of texts.slice(1, -1)) {
    const next = message.indexOf(text, at);
    if (next < 0 || next + text.length > end) return undefined;
    values.push(message.slice(at, next));
    at = next + text.length;
  }
  if (at > end) return undefined;
  values.push(message.slice(at, end));
  return values;
}
