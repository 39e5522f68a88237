/** Bytes from the beginning that tell what a file is. */
export const SNIFFED = 4096;

export type Sniffed =
  | { readonly kind: 'image' | 'audio' | 'video'; readonly type: string }
  | { readonly kind: 'svg' | 'text' | 'pdf' | 'other' };

const latin = (head: Uint8Array, start: number, end: number): string =>
  Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1', start, end);

const image = (type: string): Sniffed => ({ kind: 'image', type: `image/${type}` });
const audio = (type: string): Sniffed => ({ kind: 'audio', type: `audio/${type}` });
const video = (type: string): Sniffed => ({ kind: 'video', type: `video/${type}` });

/** How files begin (WHATWG MIME Sniffing, section 6, and the formats' own definitions). */
const BEGINNINGS: readonly (readonly [string, Sniffed])[] = [
  ['\xff\xd8\xff', image('jpeg')],
  ['\x89PNG\r\n\x1a\n', image('png')],
  ['GIF87a', image('gif')],
  ['GIF89a', image('gif')],
  ['ID3', audio('mpeg')],
  ['fLaC', audio('flac')],
  ['%PDF-', { kind: 'pdf' }],
];

/**
 * What a file is by its bytes; a name proves nothing.
 * @param head its first bytes, 4096 where it has so many
 */
export function sniff(head: Uint8Array): Sniffed {
  const begins = BEGINNINGS.find(([start]) => latin(head, 0, start.length) === start);
  return begins?.[1] ?? container(head) ?? mpegAudio(head) ?? text(head) ?? bitmap(head) ?? { kind: 'other' };
}

/** Formats that name what they hold behind a beginning that several share. */
function container(head: Uint8Array): Sniffed | undefined {
  const start = latin(head, 0, 4);
  if (start === 'RIFF') {
    const form = latin(head, 8, 12);
    if (form === 'WEBP') return image('webp');
    return form === 'WAVE' ? audio('wav') : undefined;
  }
  if (latin(head, 4, 8) === 'ftyp') return isoMedia(latin(head, 8, 12));
  if (start === '\x1a\x45\xdf\xa3') {
    const doctype = latin(head, 4, 64);
    if (doctype.includes('webm')) return video('webm');
    return doctype.includes('matroska') ? video('x-matroska') : undefined;
  }
  if (start === 'OggS') return latin(head, 28, 512).includes('theora') ? video('ogg') : audio('ogg');
  return undefined;
}

/** ISO base media file format (ISO/IEC 14496-12): the brand says which. */
function isoMedia(brand: string): Sniffed {
  if (brand === 'avif' || brand === 'avis') return image('avif');
  if (brand === 'heic' || brand === 'heix' || brand === 'mif1') return { kind: 'other' };
  if (brand === 'M4A ' || brand === 'M4B ') return audio('mp4');
  return brand === 'qt  ' ? video('quicktime') : video('mp4');
}

/** A frame of MPEG audio, or of AAC in ADTS: the two differ in the layer. */
function mpegAudio([first = 0, second = 0, third = 0]: Uint8Array): Sniffed | undefined {
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  if ((second & 0xf6) === 0xf0) return audio('aac');
  const [version, layer, rate] = [(second >> 3) & 3, (second >> 1) & 3, (third >> 2) & 3];
  return version !== 1 && layer !== 0 && rate !== 3 && third >> 4 !== 15 ? audio('mpeg') : undefined;
}

/** UTF-8 without control characters, cut anywhere; an empty file is text. */
function text(head: Uint8Array): Sniffed | undefined {
  let decoded: string;
  try {
    decoded = new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
  } catch {
    return undefined;
  }
  // oxlint-disable-next-line no-control-regex -- the binary ones of WHATWG MIME Sniffing, 3
  if (/[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/.test(decoded)) return undefined;
  const isSvg = /^\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<!doctype svg[^>]*>\s*)*<svg[\s>]/is.test(decoded);
  return { kind: isSvg ? 'svg' : 'text' };
}

/** Two letters prove little: what follows must be a BMP header (its own size and a known one of the header) as well. */
function bitmap(head: Uint8Array): Sniffed | undefined {
  if (latin(head, 0, 2) !== 'BM' || head.length < 18) return undefined;
  const header = new DataView(head.buffer, head.byteOffset).getUint32(14, true);
  return [12, 40, 52, 56, 108, 124].includes(header) ? image('bmp') : undefined;
}
