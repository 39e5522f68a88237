import { useState } from 'react';

import type { ContentId } from '../../../../src/core/ids.ts';
import { isAdmin } from '../../daemon/is-admin.ts';
import { useCall } from '../../daemon/use-call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { WithdrawConfirm } from './withdraw-confirm.tsx';
import { WORDS } from './words.ts';

/** For admins, beside a content: takes it out of the network. */
export function WithdrawButton({ content }: { readonly content: ContentId }) {
  const words = useWords(WORDS);
  const { answer: status } = useCall('status', {});
  const [asking, setAsking] = useState(false);
  const [done, setDone] = useState(false);
  if (!isAdmin(status)) return null;
  return (
    <>
      <p role="status" className="quiet">
        {done && words.withdrawn}
      </p>
      {!done && (
        <Button small look="danger" onClick={() => setAsking(true)}>
          {words.withdraw}
        </Button>
      )}
      {asking && <WithdrawConfirm content={content} onDone={() => setDone(true)} close={() => setAsking(false)} />}
    </>
  );
}
