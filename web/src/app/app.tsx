import { Suspense, useCallback, useEffect, useState } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';

import { useConnection } from '../daemon/connection.ts';
import { useCall } from '../daemon/use-call.ts';
import { useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Toasts } from '../ui/toasts.tsx';
import { uiWords } from '../ui/ui-words.ts';
import { appWords } from './app-words.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { Locked } from './locked.tsx';
import { PAGES, type Page } from './pages.ts';
import { Shortcuts } from './shortcuts.tsx';
import { StatusLine } from './status-line.tsx';
import { useNotifications } from './notifications.ts';
import { useShortcuts } from './use-shortcuts.ts';
import './app.css';

/** Admins have one page more; where a tracker runs alone, it and the network are all there is. */
function usePages(): { readonly pages: readonly Page[]; readonly known: boolean } {
  const { answer, error } = useCall('status', {}, { every: 60_000 });
  const pages = PAGES.filter(({ name }) => {
    if (answer !== undefined && answer.peer === undefined)
      return ['find', 'network', 'admin', 'settings'].includes(name);
    return name !== 'admin' || answer?.peer?.role === 'admin';
  });
  return { pages, known: answer !== undefined || error !== undefined };
}

function Navigation({ pages }: { readonly pages: readonly Page[] }) {
  const words = useWords(appWords);
  const [location] = useLocation();
  return (
    <nav aria-label={words.pages}>
      {pages.map(({ name, path, icon }) => (
        <Link key={name} href={path} className="nav-link" aria-current={location === path ? 'page' : undefined}>
          <Icon name={icon} />
          <span>{words[name]}</span>
        </Link>
      ))}
    </nav>
  );
}

/** The frame around the pages. */
export function App() {
  const words = useWords(appWords);
  const { loading } = useWords(uiWords);
  const state = useConnection();
  const { pages, known } = usePages();
  const [location, go] = useLocation();
  const [helping, setHelping] = useState(false);
  const help = useCallback(() => setHelping(true), []);
  useShortcuts(pages, { go, help });
  useNotifications();
  const here = pages.find(({ path }) => path === location);
  useEffect(() => {
    document.title = here === undefined ? 'Ayni' : `${words[here.name]} · Ayni`;
  }, [here, words]);
  if (state === 'locked') return <Locked />;
  const broken = (
    <EmptyState
      whole
      icon="warning"
      title={words.broken}
      action={<Button onClick={() => window.location.reload()}>{words.reload}</Button>}
    />
  );
  return (
    <div className="frame">
      <a className="skip" href="#content">
        {words.toContent}
      </a>
      <header className="side">
        <Link href="/" className="brand">
          Ayni
        </Link>
        <Navigation pages={pages} />
        <Button look="quiet" small icon={<Icon name="keyboard" />} aria-label={words.shortcuts} onClick={help} />
      </header>
      <main id="content" tabIndex={-1}>
        <StatusLine />
        <ErrorBoundary key={location} fallback={broken}>
          <Suspense fallback={<Spinner label={loading} />}>
            <Switch>
              {pages.map(({ name, path, View }) => (
                <Route key={name} path={path} component={View} />
              ))}
              <Route>
                {known ? <EmptyState whole icon="warning" title={words.nowhere} /> : <Spinner label={loading} />}
              </Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </main>
      <Toasts />
      {helping && <Shortcuts pages={pages} onClose={() => setHelping(false)} />}
    </div>
  );
}
