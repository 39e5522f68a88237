import type { Hasher } from '../../core/content/hasher.ts';
import { AyniError } from '../../core/errors.ts';

export interface LoadedHasher {
  readonly hasher: Hasher;
  /** False where the native binding does not load here and slower portable code took over. */
  readonly native: boolean;
}

async function loadNative(): Promise<Hasher> {
  const { blake3, Blake3Hasher } = await import('@napi-rs/blake-hash');
  return {
    hash: (bytes) => blake3(bytes),
    // The static call costs an eighth of a hasher object's three, and small files need two each.
    deriveKey: (context, material) => Blake3Hasher.deriveKey(context, material),
  };
}

async function loadPortable(): Promise<Hasher> {
  const [{ createBLAKE3 }, { blake3 }] = await Promise.all([import('hash-wasm'), import('@noble/hashes/blake3.js')]);
  const wasm = await createBLAKE3();
  return {
    hash: (bytes) => wasm.init().update(bytes).digest('binary'),
    // hash-wasm has no derive-key mode; this is for page and content ids only, a few bytes for each GiB.
    deriveKey: (context, material) => blake3(material, { context: new TextEncoder().encode(context) }),
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
