import type { DialectRegistry } from '../../wire/dialects/dialect-registry.ts';
import type { SlotsTrackerView } from './console.ts';
import { isTellable } from './listing.ts';
import { listedName, nameable } from './names.ts';

/** What the console of a tracker shows: the same that `LIST` does. */
export function viewOf(registry: DialectRegistry): SlotsTrackerView {
  return {
    async peers() {
      return nameable(await registry.peers());
    },
    async files() {
      const files = (await registry.files()).filter(isTellable);
      return files.map((file) => ({
        peers: nameable(file.owners).length,
        name: listedName(file),
        size: file.size,
        md5: file.md5,
      }));
    },
  };
}
