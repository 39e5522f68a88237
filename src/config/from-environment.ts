import { didYouMean } from '../core/format/did-you-mean.ts';
import { inFolder, type FromFile } from './from-file.ts';
import { withSwitches } from './layers.ts';
import { PLACES, SECTIONS } from './places.ts';
import { wrongValue, type Problem } from './problem.ts';
import { environmentName } from './setting.ts';

const WHERE = 'environment';
const BY_NAME = new Map([...PLACES.values()].map((setting) => [environmentName(setting), setting]));
/** Variables that begin so are ours: one that is no setting was mistyped. */
const OURS = [...SECTIONS].map((section) => `AYNI_${section.replaceAll('.', '_').toUpperCase()}_`);

/** What `AYNI_…` variables say; an empty one says nothing. @param folder absolute, what paths are relative to */
export function fromEnvironment(env: Readonly<Record<string, string | undefined>>, folder: string): FromFile {
  const values = new Map<string, unknown>();
  const problems: Problem[] = [];
  for (const [key, text] of Object.entries(env)) {
    if (text === undefined || text === '') continue;
    const setting = BY_NAME.get(key);
    if (setting !== undefined) {
      const value = setting.kind.parse(text);
      if (setting.kind.is(value)) values.set(setting.at, inFolder(setting, value, folder));
      else problems.push({ where: WHERE, key, text: wrongValue(key, setting, value) });
    } else if (OURS.some((prefix) => key.startsWith(prefix))) {
      const hint = didYouMean(key, [...BY_NAME.keys()]);
      problems.push({ where: WHERE, key, text: `${key} is no setting that Ayni knows.${hint}` });
    }
  }
  return { values: withSwitches(values), problems };
}
