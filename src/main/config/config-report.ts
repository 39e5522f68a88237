import { PLACES } from '../../config/places.ts';
import type { ConfigReport } from '../../cli/programs.ts';
import { AyniError } from '../../core/errors.ts';
import { dialectsOf } from '../dialects/dialect-settings.ts';
import { assertAllowed } from '../dialects/tracker-dialects.ts';
import { optional } from '../optional.ts';
import type { ConfigurationSources } from './configuration.ts';

/** What holds, with its source; of dialects that are off nothing is told. */
export function reportOf({ file, all, problems }: ConfigurationSources): ConfigReport {
  const values = [...PLACES.values()].flatMap((setting) => {
    const { at, fallback, otherwise, masked } = setting;
    const section = at.slice(0, at.lastIndexOf('.'));
    if (section.startsWith('dialects.') && !all.has(section)) return [];
    const { value = fallback, source = 'default' } = all.get(at) ?? {};
    const shown = masked === undefined || value === undefined ? value : masked(value);
    return [{ at, source, ...optional('value', shown), ...optional('otherwise', otherwise) }];
  });
  return { ...optional('file', file), values, problems: [...problems, ...notAllowed(all)] };
}

function notAllowed(all: ConfigurationSources['all']): ConfigReport['problems'] {
  try {
    assertAllowed(dialectsOf(all), all.get('tracker.access')?.value === 'open' ? 'open' : 'invite');
    return [];
  } catch (error) {
    return [{ where: 'configuration', text: AyniError.from(error).message }];
  }
}
