import { useState } from 'react';

import { AyniError } from '../../../../src/core/errors.ts';
import type { ShareMessage } from '../../../../src/wire/control/messages.ts';
import { call } from '../../daemon/call.ts';
import { fill } from '../../../../src/core/format/fill.ts';
import { useWords } from '../../i18n/use-words.ts';
import { isolated } from '../../i18n/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Problem } from '../../ui/problem.tsx';
import { AudienceFields } from './audience-fields.tsx';
import { audienceOf, chosenOf } from './audience.ts';
import { WORDS } from './words.ts';

/** Changes who sees a share. */
export function AudienceDialog({
  share,
  changed,
  close,
}: {
  readonly share: ShareMessage;
  readonly changed: () => void;
  readonly close: () => void;
}) {
  const words = useWords(WORDS);
  const [chosen, choose] = useState(() => chosenOf(share.audience));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AyniError>();
  const save = async () => {
    setBusy(true);
    try {
      await call('changeShare', { name: share.name, audience: audienceOf(chosen) });
      changed();
      close();
    } catch (reason) {
      setError(AyniError.from(reason));
      setBusy(false);
    }
  };
  const actions = (
    <Button look="main" busy={busy} onClick={() => void save()}>
      {words.save}
    </Button>
  );
  return (
    <Dialog title={fill(words.whoSeesTitle, { name: isolated(share.name) })} onClose={close} actions={actions}>
      <div className="stack">
        <AudienceFields chosen={chosen} choose={choose} />
        <p className="quiet">{words.whoSeesHint}</p>
        <Problem error={error} />
      </div>
    </Dialog>
  );
}
