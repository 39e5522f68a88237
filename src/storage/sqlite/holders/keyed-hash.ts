import { randomFillSync } from 'node:crypto';

/**
 * Sends words to a number that nobody foretells without the key, so that nobody makes many that meet: HalfSipHash-1-3
 * (Aumasson and Bernstein, https://github.com/veorq/SipHash) with a key of its own.
 */
export class KeyedHash {
  readonly #k0: number;
  readonly #k1: number;

  constructor(key: Uint32Array = randomFillSync(new Uint32Array(2))) {
    this.#k0 = (key[0] ?? 0) | 0;
    this.#k1 = (key[1] ?? 0) | 0;
  }

  /** Of four words, as 32 bits with a sign. */
  of(words: Uint32Array): number {
    let v0 = this.#k0;
    let v1 = this.#k1;
    let v2 = 0x6c796765 ^ this.#k0;
    let v3 = 0x74656462 ^ this.#k1;
    // A round for each word, one for the length, three at the end.
    for (let round = 0; round < 8; round++) {
      const word = round < 4 ? (words[round] ?? 0) | 0 : round === 4 ? 16 << 24 : 0;
      if (round === 5) v2 ^= 0xff;
      v3 ^= word;
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
      v0 ^= word;
    }
    return v1 ^ v3;
  }
}
