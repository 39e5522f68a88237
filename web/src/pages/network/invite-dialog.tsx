import { lazy, Suspense, useState } from 'react';

import { INVITED_ROLES } from '../../../../src/core/access/role.ts';
import { AyniError } from '../../../../src/core/errors.ts';
import { call } from '../../daemon/call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field, Select } from '../../ui/field.tsx';
import { GroupsField } from '../../ui/groups-field.tsx';
import { isHalfTyped, NO_GROUPS, type ChosenGroups } from '../../ui/groups.ts';
import { Icon } from '../../ui/icon.tsx';
import { Problem } from '../../ui/problem.tsx';
import { showDone } from '../../ui/toast-store.ts';
import { uiWords } from '../../ui/ui-words.ts';
import { networkWords } from './words.ts';

const QrCode = lazy(async () => ({ default: (await import('./qr-code.tsx')).QrCode }));
const DAY = 86_400;
const MAX_DAYS = 366;
const MAX_USES = 10_000;

function within(text: string, most: number): number {
  return Math.min(most, Math.max(1, Math.trunc(Number(text)) || 1));
}

/** Makes a link that lets somebody in. */
export function InviteDialog({
  may,
  onMade,
  onClose,
}: {
  /** Whether this machine's member invites at all. */
  readonly may: boolean;
  readonly onMade?: () => void;
  readonly onClose: () => void;
}) {
  const words = useWords(networkWords);
  const common = useWords(uiWords);
  const [role, setRole] = useState<(typeof INVITED_ROLES)[number]>('member');
  const [groups, setGroups] = useState(NO_GROUPS);
  const [uses, setUses] = useState('1');
  const [days, setDays] = useState('7');
  const [link, setLink] = useState<string>();
  const [error, setError] = useState<AyniError>();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const isIncomplete = isHalfTyped(groups.typed);
  const chooseGroups = (chosen: ChosenGroups) => {
    setTried(false);
    setGroups(chosen);
  };
  const make = () => {
    setTried(true);
    if (isIncomplete) return;
    setBusy(true);
    setError(undefined);
    const lifetime = within(days, MAX_DAYS) * DAY;
    const request = { role, groups: [...groups.names], uses: within(uses, MAX_USES), lifetime };
    const show = (made: { readonly link: string }) => {
      setLink(made.link);
      onMade?.();
    };
    call('createInvite', request)
      .then(show, (reason: unknown) => setError(AyniError.from(reason)))
      .finally(() => setBusy(false));
  };
  if (!may) {
    return (
      <Dialog title={words.inviteTitle} onClose={onClose}>
        <p>{words.askAdmin}</p>
      </Dialog>
    );
  }
  if (link !== undefined) {
    const copy = () => void navigator.clipboard.writeText(link).then(() => showDone(common.copied));
    return (
      <Dialog title={words.inviteTitle} onClose={onClose}>
        <div className="stack">
          <p>{words.inviteHow}</p>
          <Field label={words.link} value={link} readOnly onFocus={({ currentTarget }) => currentTarget.select()} />
          <Button look="main" icon={<Icon name="copy" />} onClick={copy}>
            {common.copy}
          </Button>
          <Suspense>
            <QrCode text={link} label={words.qr} />
          </Suspense>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      title={words.inviteTitle}
      onClose={onClose}
      actions={
        <Button look="main" busy={busy} onClick={make}>
          {words.make}
        </Button>
      }
    >
      <div className="stack">
        <Select
          label={words.role}
          value={role}
          onChange={({ target }) => setRole(INVITED_ROLES.find((one) => one === target.value) ?? 'member')}
        >
          {INVITED_ROLES.map((one) => (
            <option key={one} value={one}>
              {words[one]}
            </option>
          ))}
        </Select>
        <GroupsField label={words.groups} groups={groups} choose={chooseGroups} />
        <Field
          label={words.uses}
          type="number"
          min={1}
          max={MAX_USES}
          value={uses}
          onChange={({ target }) => setUses(target.value)}
        />
        <Field
          label={words.days}
          type="number"
          min={1}
          max={MAX_DAYS}
          value={days}
          onChange={({ target }) => setDays(target.value)}
        />
        {tried && isIncomplete && (
          <p className="problem" role="alert">
            {common.halfTyped}
          </p>
        )}
        <Problem error={error} />
      </div>
    </Dialog>
  );
}
