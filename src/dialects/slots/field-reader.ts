const COLON = 58;
/** Of one field: a name of 1,024 bytes takes 3,072 where each is encoded. */
const MAX_FIELD_BYTES = 4096;

/** Parts a stream at its colons, wherever the network cuts it. Keeps no more than the field that is not complete. */
export class FieldReader {
  #rest: Buffer = Buffer.alloc(0);

  /** What came behind the last colon. */
  get rest(): Buffer {
    return this.#rest;
  }

  /** Whether a field is longer than any can be; nothing more is read then. */
  get tooLong(): boolean {
    return this.#rest.length > MAX_FIELD_BYTES;
  }

  /** The fields that these bytes complete. */
  *push(bytes: Uint8Array): Generator<Buffer, void> {
    const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; !this.tooLong;) {
      const colon = input.indexOf(COLON, at);
      const part = input.subarray(at, colon < 0 ? Math.min(input.length, at + MAX_FIELD_BYTES + 1) : colon);
      const field = this.#rest.length === 0 ? part : Buffer.concat([this.#rest, part]);
      if (colon < 0 || field.length > MAX_FIELD_BYTES) {
        // A copy: the segment must not be kept for its last bytes.
        this.#rest = Buffer.from(field);
        return;
      }
      this.#rest = Buffer.alloc(0);
      at = colon + 1;
      yield field;
    }
  }
}
