import type { PeerId } from '../../../../src/core/ids.ts';
import { call } from '../../daemon/call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { fill } from '../../../../src/core/format/fill.ts';
import { isolated } from '../../i18n/words.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { WORDS } from './words.ts';

/** Asks before a member is shut out. */
export function RevokeConfirm({
  member,
  onDone,
  close,
}: {
  readonly member: { readonly peer: PeerId; readonly name: string };
  readonly onDone: () => void;
  readonly close: () => void;
}) {
  const words = useWords(WORDS);
  return (
    <Confirm
      title={fill(words.revokeTitle, { name: isolated(member.name) })}
      text={words.revokeText}
      yes={words.revoke}
      act={async () => {
        await call('revoke', { peer: member.peer });
        onDone();
      }}
      close={close}
    />
  );
}
