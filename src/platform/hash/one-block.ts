/** Bytes of a block of BLAKE3. */
export const BLOCK_BYTES = 64;

const IV = Int32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
);
const ROUNDS = 7;
/** CHUNK_START, CHUNK_END and ROOT together: the one block is all there is. */
const ONLY_BLOCK = 1 | 2 | 8;
const DERIVE_KEY_CONTEXT = 32;
const DERIVE_KEY_MATERIAL = 64;

// Used again for each block: new memory costs more than the block.
const block = new Uint8Array(BLOCK_BYTES);
const view = new DataView(block.buffer);
const output = new Int32Array(8);

/** What a context stands for in `deriveFromBlock`. @param context at most 64 bytes in UTF-8 */
export function contextKey(context: string): Int32Array {
  compress(IV, new TextEncoder().encode(context), DERIVE_KEY_CONTEXT);
  return output.slice();
}

/**
 * BLAKE3 in derive-key mode (BLAKE3 paper, section 2.3) of at most one block.
 * @param key of `contextKey`
 * @param material at most 64 bytes
 * @param digest takes 32 bytes
 */
export function deriveFromBlock(key: Int32Array, material: Uint8Array, digest: Uint8Array): void {
  compress(key, material, DERIVE_KEY_MATERIAL);
  for (let word = 0; word < 8; word++) {
    const value = output[word] ?? 0;
    const at = word * 4;
    digest[at] = value;
    digest[at + 1] = value >>> 8;
    digest[at + 2] = value >>> 16;
    digest[at + 3] = value >>> 24;
  }
}

function turned(word: number, right: number): number {
  return (word >>> right) | (word << (32 - right));
}

/**
 * BLAKE3's compression (section 2.2) to `output`. State and message are variables and not arrays: that is six times as
 * fast, and takes less than calling a binding.
 */
function compress(key: Int32Array, message: Uint8Array, flags: number): void {
  block.fill(0);
  block.set(message);
  let m0 = view.getInt32(0, true);
  let m1 = view.getInt32(4, true);
  let m2 = view.getInt32(8, true);
  let m3 = view.getInt32(12, true);
  let m4 = view.getInt32(16, true);
  let m5 = view.getInt32(20, true);
  let m6 = view.getInt32(24, true);
  let m7 = view.getInt32(28, true);
  let m8 = view.getInt32(32, true);
  let m9 = view.getInt32(36, true);
  let m10 = view.getInt32(40, true);
  let m11 = view.getInt32(44, true);
  let m12 = view.getInt32(48, true);
  let m13 = view.getInt32(52, true);
  let m14 = view.getInt32(56, true);
  let m15 = view.getInt32(60, true);
  let v0 = key[0] ?? 0;
  let v1 = key[1] ?? 0;
  let v2 = key[2] ?? 0;
  let v3 = key[3] ?? 0;
  let v4 = key[4] ?? 0;
  let v5 = key[5] ?? 0;
  let v6 = key[6] ?? 0;
  let v7 = key[7] ?? 0;
  let v8 = IV[0] ?? 0;
  let v9 = IV[1] ?? 0;
  let v10 = IV[2] ?? 0;
  let v11 = IV[3] ?? 0;
  let v12 = 0;
  let v13 = 0;
  let v14 = message.length;
  let v15 = ONLY_BLOCK | flags;
  for (let round = 0; round < ROUNDS; round++) {
    // The columns, then the diagonals.
    v0 = (v0 + v4 + m0) | 0;
    v12 = turned(v12 ^ v0, 16);
    v8 = (v8 + v12) | 0;
    v4 = turned(v4 ^ v8, 12);
    v0 = (v0 + v4 + m1) | 0;
    v12 = turned(v12 ^ v0, 8);
    v8 = (v8 + v12) | 0;
    v4 = turned(v4 ^ v8, 7);
    v1 = (v1 + v5 + m2) | 0;
    v13 = turned(v13 ^ v1, 16);
    v9 = (v9 + v13) | 0;
    v5 = turned(v5 ^ v9, 12);
    v1 = (v1 + v5 + m3) | 0;
    v13 = turned(v13 ^ v1, 8);
    v9 = (v9 + v13) | 0;
    v5 = turned(v5 ^ v9, 7);
    v2 = (v2 + v6 + m4) | 0;
    v14 = turned(v14 ^ v2, 16);
    v10 = (v10 + v14) | 0;
    v6 = turned(v6 ^ v10, 12);
    v2 = (v2 + v6 + m5) | 0;
    v14 = turned(v14 ^ v2, 8);
    v10 = (v10 + v14) | 0;
    v6 = turned(v6 ^ v10, 7);
    v3 = (v3 + v7 + m6) | 0;
    v15 = turned(v15 ^ v3, 16);
    v11 = (v11 + v15) | 0;
    v7 = turned(v7 ^ v11, 12);
    v3 = (v3 + v7 + m7) | 0;
    v15 = turned(v15 ^ v3, 8);
    v11 = (v11 + v15) | 0;
    v7 = turned(v7 ^ v11, 7);
    v0 = (v0 + v5 + m8) | 0;
    v15 = turned(v15 ^ v0, 16);
    v10 = (v10 + v15) | 0;
    v5 = turned(v5 ^ v10, 12);
    v0 = (v0 + v5 + m9) | 0;
    v15 = turned(v15 ^ v0, 8);
    v10 = (v10 + v15) | 0;
    v5 = turned(v5 ^ v10, 7);
    v1 = (v1 + v6 + m10) | 0;
    v12 = turned(v12 ^ v1, 16);
    v11 = (v11 + v12) | 0;
    v6 = turned(v6 ^ v11, 12);
    v1 = (v1 + v6 + m11) | 0;
    v12 = turned(v12 ^ v1, 8);
    v11 = (v11 + v12) | 0;
    v6 = turned(v6 ^ v11, 7);
    v2 = (v2 + v7 + m12) | 0;
    v13 = turned(v13 ^ v2, 16);
    v8 = (v8 + v13) | 0;
    v7 = turned(v7 ^ v8, 12);
    v2 = (v2 + v7 + m13) | 0;
    v13 = turned(v13 ^ v2, 8);
    v8 = (v8 + v13) | 0;
    v7 = turned(v7 ^ v8, 7);
    v3 = (v3 + v4 + m14) | 0;
    v14 = turned(v14 ^ v3, 16);
    v9 = (v9 + v14) | 0;
    v4 = turned(v4 ^ v9, 12);
    v3 = (v3 + v4 + m15) | 0;
    v14 = turned(v14 ^ v3, 8);
    v9 = (v9 + v14) | 0;
    v4 = turned(v4 ^ v9, 7);
    // Each round takes the words of the message in another order.
    let last = m0;
    m0 = m2;
    m2 = m3;
    m3 = m10;
    m10 = m12;
    m12 = m9;
    m9 = m11;
    m11 = m5;
    m5 = last;
    last = m1;
    m1 = m6;
    m6 = m4;
    m4 = m7;
    m7 = m13;
    m13 = m14;
    m14 = m15;
    m15 = m8;
    m8 = last;
  }
  output[0] = v0 ^ v8;
  output[1] = v1 ^ v9;
  output[2] = v2 ^ v10;
  output[3] = v3 ^ v11;
  output[4] = v4 ^ v12;
  output[5] = v5 ^ v13;
  output[6] = v6 ^ v14;
  output[7] = v7 ^ v15;
}
