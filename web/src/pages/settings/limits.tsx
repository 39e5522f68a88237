import { useState } from 'react';

import type { LimitStatus } from '../../../../src/wire/control/limit-messages.ts';
import { useAction } from '../../daemon/use-action.ts';
import { useCall } from '../../daemon/use-call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { showDone } from '../../ui/toast-store.ts';
import { parseRate, rateText } from './rate-text.ts';
import { Schedule } from './schedule.tsx';
import { settingsWords } from './words.ts';

const DIRECTIONS = ['up', 'down', 'peerUp', 'peerDown'] as const;

/** Speed limits, for all the time and for some hours. */
export function Limits() {
  const words = useWords(settingsWords);
  const { answer, error, reload } = useCall('limits', {});
  return (
    <>
      <h2>{words.limits}</h2>
      <Problem error={error} />
      {answer !== undefined && (
        <Form key={JSON.stringify([answer.rates, answer.slots, answer.jobs])} status={answer} saved={reload} />
      )}
      <h2>{words.schedule}</h2>
      {answer !== undefined && <Schedule key={JSON.stringify(answer.schedule)} status={answer} saved={reload} />}
    </>
  );
}

function Form({ status, saved }: { readonly status: LimitStatus; readonly saved: () => void }) {
  const words = useWords(settingsWords);
  const { busy, run } = useAction('setLimits');
  const [texts, setTexts] = useState(() => DIRECTIONS.map((name) => rateText(status.rates[name])));
  const [slots, setSlots] = useState(String(status.slots));
  const [jobs, setJobs] = useState(String(status.jobs));
  const rates = texts.map(parseRate);
  const save = async () => {
    if (rates.includes(undefined)) return;
    const named = Object.fromEntries(DIRECTIONS.map((name, at) => [name, rates[at] ?? null]));
    if ((await run({ rates: named, slots: Number(slots), jobs: Number(jobs) })) === undefined) return;
    showDone(words.saved);
    saved();
  };
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p className="quiet">{words.limitsHint}</p>
      <div className="fields">
        {DIRECTIONS.map((name, at) => (
          <Field
            key={name}
            label={words[name]}
            inputMode="decimal"
            value={texts[at] ?? ''}
            wrong={rates[at] === undefined ? words.least : undefined}
            onChange={({ target }) => setTexts(texts.map((text, other) => (other === at ? target.value : text)))}
          />
        ))}
        <Field
          label={words.slots}
          type="number"
          min={1}
          max={1000}
          required
          value={slots}
          onChange={({ target }) => setSlots(target.value)}
        />
        <Field
          label={words.jobs}
          type="number"
          min={1}
          max={100}
          required
          value={jobs}
          onChange={({ target }) => setJobs(target.value)}
        />
      </div>
      <div>
        <Button look="main" submit busy={busy} disabled={rates.includes(undefined)}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
