import { isUtf8 } from 'node:buffer';
import { withoutPadding } from './codec.ts';

/** Of one field: a name of 1,024 bytes takes 3,072 where each is encoded. */
const MAX_FIELD_BYTES = 4096;

/**
 * Parts a stream at its colons, wherever the network cuts it. Keeps no more than the field that is not complete.
 * Fields are texts in which each character is a byte: that is twice as fast as slices of the bytes, which counts
 * where there are a million of them.
 */
export class FieldReader {
  #rest = '';
  #tooLong = false;

  /** What came behind the last colon, without what programs pad with. */
  get rest(): string {
    return withoutPadding(this.#rest);
  }

  /** Whether a field was longer than any can be; of no use then. */
  get tooLong(): boolean {
    return this.#tooLong;
  }

  /** The fields that these bytes complete. */
  push(bytes: Uint8Array): readonly string[] {
    const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const fields = (this.#rest + input.toString('latin1')).split(':');
    this.#tooLong ||= fields.some(({ length }) => length > MAX_FIELD_BYTES);
    this.#rest = this.#tooLong ? '' : (fields.pop() ?? '');
    return this.#tooLong ? [] : fields;
  }
}

/** The text that the bytes of a field are. Undefined for what is no UTF-8, or holds NUL. */
export function textOf(field: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- ASCII
  if (/^[\u0001-\u007f]*$/.test(field)) return field;
  const bytes = Buffer.from(field, 'latin1');
  return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : undefined;
}
