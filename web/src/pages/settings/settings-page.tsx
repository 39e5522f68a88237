import '../pages.css';
import './settings.css';
import { useState } from 'react';

import { chooseTheme, THEMES, useTheme } from '../../app/theme.ts';
import { useWantsNotifications, wantNotifications } from '../../app/notifications.ts';
import { useCall } from '../../daemon/use-call.ts';
import { chooseLanguage, useLanguage } from '../../i18n/language.ts';
import { isLanguage, LANGUAGE_NAMES, LANGUAGES } from '../../i18n/languages.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Select, Switch } from '../../ui/field.tsx';
import { FileName } from '../../ui/names.tsx';
import { Limits } from './limits.tsx';
import { settingsWords } from './words.ts';

/** How the page looks, how fast things go, and what this machine is. */
export function SettingsPage() {
  const words = useWords(settingsWords);
  const { answer: status } = useCall('status', {});
  return (
    <section className="page settings">
      <h1>{words.title}</h1>
      <h2>{words.app}</h2>
      <ThisPage />
      {status?.peer !== undefined && <Limits />}
      <h2>{words.here}</h2>
      {status !== undefined && (
        <div className="card">
          <dl className="facts">
            {[
              [words.name, status.peer?.name],
              [words.downloads, status.peer?.downloadsFolder],
              [words.state, status.state],
              [words.network, status.peer?.network ?? status.tracker?.network],
              [words.peer, status.peer?.id],
              [words.version, `Ayni ${status.version}, Node ${status.node}`],
            ].map(([name, value]) =>
              value === undefined ? null : (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <FileName name={value} />
                  </dd>
                </div>
              ),
            )}
          </dl>
          <p className="quiet">{words.restart}</p>
        </div>
      )}
    </section>
  );
}

function ThisPage() {
  const words = useWords(settingsWords);
  const language = useLanguage();
  const theme = useTheme();
  const notify = useWantsNotifications();
  const [denied, setDenied] = useState(false);
  return (
    <div className="card stack">
      <Select
        label={words.language}
        value={language}
        onChange={({ target }) => {
          if (isLanguage(target.value)) chooseLanguage(target.value);
        }}
      >
        {LANGUAGES.map((one) => (
          <option key={one} value={one} lang={one}>
            {LANGUAGE_NAMES[one]}
          </option>
        ))}
      </Select>
      <Select
        label={words.theme}
        value={theme}
        onChange={({ target }) => chooseTheme(THEMES.find((one) => one === target.value) ?? 'system')}
      >
        {THEMES.map((one) => (
          <option key={one} value={one}>
            {words[`theme_${one}`]}
          </option>
        ))}
      </Select>
      <Switch
        label={words.notify}
        hint={denied ? words.notifyDenied : words.notifyHint}
        checked={notify}
        onChange={(want) => void wantNotifications(want).then((allowed) => setDenied(want && !allowed))}
      />
    </div>
  );
}
