import { fill } from '../../../src/core/format/fill.ts';
import { MAX_GROUPS, MAX_LABEL } from '../../../src/wire/tracker/limits.ts';
import { useWords } from '../i18n/use-words.ts';
import { isolated } from '../i18n/words.ts';
import { ChipsField } from './chips-field.tsx';
import { withTyped, type ChosenGroups } from './groups.ts';
import { uiWords } from './ui-words.ts';

/** Groups of an audience or an invite. */
export function GroupsField({
  label,
  groups,
  choose,
}: {
  readonly label: string;
  readonly groups: ChosenGroups;
  readonly choose: (groups: ChosenGroups) => void;
}) {
  const words = useWords(uiWords);
  return (
    <ChipsField
      label={label}
      addLabel={words.addGroup}
      removeLabel={(name) => fill(words.removeGroup, { name: isolated(name) })}
      chips={groups.names.map((name) => ({ id: name, name }))}
      most={MAX_GROUPS}
      maxLength={MAX_LABEL}
      typed={groups.typed}
      type={(typed) => choose({ ...groups, typed })}
      add={() => choose(withTyped(groups))}
      remove={(id) => choose({ ...groups, names: groups.names.filter((name) => name !== id) })}
    />
  );
}
