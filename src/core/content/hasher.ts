/** BLAKE3-256, handed to the core by whoever has an implementation (`net/hash/`). Digests are 32 bytes. */
export interface Hasher {
  hash(bytes: Uint8Array): Uint8Array;
  /** BLAKE3 in derive-key mode (BLAKE3 paper, section 2.3). */
  deriveKey(context: string, material: Uint8Array): Uint8Array;
}

export const DIGEST_BYTES = 32;
