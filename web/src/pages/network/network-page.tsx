import '../pages.css';
import './network.css';
import { lazy, Suspense, useState } from 'react';

import { isAdmin } from '../../daemon/is-admin.ts';
import { useCall } from '../../daemon/use-call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ActivityFeed } from './activity-feed.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { Peers } from './peers.tsx';
import { networkWords } from './words.ts';

/** Charts are large, and below what one came for. */
const Traffic = lazy(async () => ({ default: (await import('./traffic.tsx')).Traffic }));

/** Who is in the network, what happens, and how much passes. */
export function NetworkPage() {
  const words = useWords(networkWords);
  const [inviting, setInviting] = useState(false);
  const { answer: status } = useCall('status', {}, { every: 60_000 });
  const admin = isAdmin(status);
  return (
    <section className="page network">
      <div className="row network-head">
        <h1 className="grow">{words.title}</h1>
        <Button look="main" icon={<Icon name="plus" />} onClick={() => setInviting(true)}>
          {words.invite}
        </Button>
      </div>
      <h2>{words.peers}</h2>
      <Peers self={status?.peer?.id} admin={admin} />
      <h2>{words.traffic}</h2>
      <Suspense>
        <Traffic />
      </Suspense>
      <h2>{words.activity}</h2>
      <ActivityFeed />
      {inviting && <InviteDialog may={admin} onClose={() => setInviting(false)} />}
    </section>
  );
}
