import '../pages.css';
import './admin.css';
import { useWords } from '../../i18n/use-words.ts';
import { Problem } from '../../ui/problem.tsx';
import { isAdmin } from '../../daemon/is-admin.ts';
import { useCall } from '../../daemon/use-call.ts';
import { useProgress } from '../../daemon/connection.ts';
import { Invites } from './invites.tsx';
import { Members } from './members.tsx';
import { NetworkFigures } from './network-figures.tsx';
import { Withdraw } from './withdraw.tsx';
import { WORDS } from './words.ts';

/** For admins, and for whoever runs a tracker without a peer: the network and who is in it. */
export function AdminPage() {
  const words = useWords(WORDS);
  const { answer: status, error } = useCall('status', {});
  const progress = useProgress((all) => all);
  if (status === undefined) return error === undefined ? null : <Problem error={error} />;
  return (
    <section className="page admin">
      <h1>{words.title}</h1>
      {isAdmin(status) ? (
        <>
          <NetworkFigures counters={progress?.counters} />
          <h2>{words.members}</h2>
          <Members self={status.peer?.id} />
          <h2>{words.invites}</h2>
          <Invites />
          <h2>{words.withdrawing}</h2>
          <Withdraw />
        </>
      ) : (
        <p>{words.onlyAdmins}</p>
      )}
    </section>
  );
}
