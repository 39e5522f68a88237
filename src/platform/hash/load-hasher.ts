import { DIGEST_BYTES, type Hasher } from '../../core/content/hasher.ts';
import { AyniError } from '../../core/errors.ts';
import { BLOCK_BYTES, contextKey, deriveFromBlock } from './one-block.ts';

/** Letters of a context that surely are no more than a block. */
const MAX_CONTEXT = BLOCK_BYTES / 4;

export interface LoadedHasher {
  readonly hasher: Hasher;
  /** False where the native binding does not load here and slower portable code took over. */
  readonly native: boolean;
}

async function loadNative(): Promise<Hasher> {
  const { blake3UrlSafeBase64, Blake3Hasher } = await import('@napi-rs/blake-hash');
  return {
    // A string of the binding costs half of a buffer of it, which has memory of its own that is to be freed.
    hash: (bytes) => Buffer.from(blake3UrlSafeBase64(bytes), 'base64url'),
    deriveKey: withShortWay((context, material) => Blake3Hasher.deriveKey(context, material)),
  };
}

async function loadPortable(): Promise<Hasher> {
  // hash-wasm has no derive-key mode.
  const [{ createBLAKE3 }, { blake3 }] = await Promise.all([import('hash-wasm'), import('@noble/hashes/blake3.js')]);
  const wasm = await createBLAKE3();
  return {
    hash: (bytes) => wasm.init().update(bytes).digest('binary'),
    deriveKey: withShortWay((context, material) => blake3(material, { context: new TextEncoder().encode(context) })),
  };
}

/**
 * Derives keys from what one block holds, which all that a file of one page needs does, by itself: a call of the binding
 * costs several times as much.
 * @param long for what is longer
 */
function withShortWay(long: Hasher['deriveKey']): Hasher['deriveKey'] {
  // There are a few contexts in all.
  const keys = new Map<string, Int32Array>();
  return (context, material) => {
    if (material.length > BLOCK_BYTES || context.length > MAX_CONTEXT) return long(context, material);
    let key = keys.get(context);
    if (key === undefined) {
      key = contextKey(context);
      keys.set(context, key);
    }
    const digest = Buffer.allocUnsafe(DIGEST_BYTES);
    deriveFromBlock(key, material, digest);
    return digest;
  };
}

/**
 * BLAKE3 from the native binding, or from portable code where that does not load.
 * @param options.portable take the portable code in any case
 */
export async function loadHasher(options: { readonly portable?: boolean } = {}): Promise<LoadedHasher> {
  if (options.portable !== true) {
    try {
      return { hasher: await loadNative(), native: true };
    } catch {
      // Not built for this platform, or its optional package was not installed: the portable code has the same results.
    }
  }
  try {
    return { hasher: await loadPortable(), native: false };
  } catch (cause) {
    throw new AyniError('internal', 'No BLAKE3 implementation loads here: install Ayni again.', { cause });
  }
}
