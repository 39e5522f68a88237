import type { ContentId } from '../../../../src/core/ids.ts';
import { call } from '../../daemon/call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { WORDS } from './words.ts';

/** Asks before a content is taken out of the network. */
export function WithdrawConfirm({
  content,
  onDone,
  close,
}: {
  readonly content: ContentId;
  readonly onDone: () => void;
  readonly close: () => void;
}) {
  const words = useWords(WORDS);
  return (
    <Confirm
      title={words.withdrawTitle}
      text={words.withdrawText}
      yes={words.withdraw}
      act={async () => {
        await call('withdraw', { content });
        onDone();
      }}
      close={close}
    />
  );
}
