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
import { audienceOf, chosenOf, type Chosen } from './audience.ts';
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
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AyniError>();
  const audience = audienceOf(chosen);
  const change = (other: Chosen) => {
    setTried(false);
    choose(other);
  };
  const save = async () => {
    setTried(true);
    if (typeof audience === 'string') return;
    setBusy(true);
    setError(undefined);
    try {
      await call('changeShare', { name: share.name, audience });
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
        <AudienceFields
          bare
          chosen={chosen}
          choose={change}
          incomplete={tried && typeof audience === 'string' ? audience : undefined}
        />
        <p className="quiet">{words.whoSeesHint}</p>
        <Problem error={error} />
      </div>
    </Dialog>
  );
}
