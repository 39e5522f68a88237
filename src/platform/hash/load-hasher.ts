import { DIGEST_BYTES, type Hasher } from '../../core/content/hasher.ts';
import { AyniError } from '../../core/errors.ts';

/** Of BLAKE3. */
const BLOCK_BYTES = 64;

export interface LoadedHasher {
  readonly hasher: Hasher;
  /** False where the native binding does not load here and slower portable code took over. */
  readonly native: boolean;
}

async function loadNative(): Promise<Hasher> {
  const [{ blake3UrlSafeBase64, Blake3Hasher }, portable] = await Promise.all([
    import('@napi-rs/blake-hash'),
    loadDerivation(),
  ]);
  return {
    // A string of the binding costs half of a buffer of it, which has memory of its own that is to be freed.
    hash: (bytes) => Buffer.from(blake3UrlSafeBase64(bytes), 'base64url'),
    // As much as a small file has: calling the binding costs more than one block.
    deriveKey: (context, material) =>
      material.length <= BLOCK_BYTES ? portable(context, material) : Blake3Hasher.deriveKey(context, material),
  };
}

async function loadPortable(): Promise<Hasher> {
  // hash-wasm has no derive-key mode.
  const [{ createBLAKE3 }, deriveKey] = await Promise.all([import('hash-wasm'), loadDerivation()]);
  const wasm = await createBLAKE3();
  return { hash: (bytes) => wasm.init().update(bytes).digest('binary'), deriveKey };
}

/** Portable; what only depends on the context is done once for each. There are a few contexts in all. */
async function loadDerivation(): Promise<Hasher['deriveKey']> {
  const { blake3 } = await import('@noble/hashes/blake3.js');
  const begun = new Map<string, ReturnType<typeof blake3.create>>();
  const working = blake3.create();
  return (context, material) => {
    let base = begun.get(context);
    if (base === undefined) {
      base = blake3.create({ context: new TextEncoder().encode(context) });
      begun.set(context, base);
    }
    const digest = Buffer.allocUnsafe(DIGEST_BYTES);
    // Its name in noble's own types: `clone` would make a hasher each time.
    // oxlint-disable-next-line no-underscore-dangle
    base._cloneInto(working).update(material).digestInto(digest);
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
