import { useState } from 'react';

import { MAX_SCHEDULE_ROWS } from '../../../../src/core/transfer/rate-limits.ts';
import type { LimitStatus } from '../../../../src/wire/control/limit-messages.ts';
import { useAction } from '../../daemon/use-action.ts';
import { useLanguage } from '../../i18n/language.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { showDone } from '../../ui/toast-store.ts';
import { parseRate } from './rate-text.ts';
import { draftsOf, minutesOf, scheduleOf, withAnother, type RowDraft } from './schedule-rows.ts';
import { settingsWords } from './words.ts';

const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;
/** A Sunday, at noon in every time zone that matters to `Intl`. */
const SUNDAY = Date.UTC(2026, 0, 4, 12);
const DAY_MS = 86_400_000;

/** Limits of some hours of some days. */
export function Schedule({ status, saved }: { readonly status: LimitStatus; readonly saved: () => void }) {
  const words = useWords(settingsWords);
  const { busy, run } = useAction('setLimits');
  const [before] = useState(() => draftsOf(status.schedule));
  const [rows, setRows] = useState(before);
  const schedule = scheduleOf(rows);
  const save = async () => {
    if (schedule === undefined || (await run({ schedule })) === undefined) return;
    showDone(words.saved);
    saved();
  };
  return (
    <div className="card stack">
      <p className="quiet">{words.scheduleHint}</p>
      {rows.map((row, at) => (
        <Hours
          key={row.key}
          row={row}
          holds={status.row === at && rows === before}
          change={(changed) => setRows(rows.map((one) => (one.key === row.key ? changed : one)))}
          remove={() => setRows(rows.filter(({ key }) => key !== row.key))}
        />
      ))}
      <div className="row">
        <Button
          icon={<Icon name="plus" />}
          disabled={rows.length >= MAX_SCHEDULE_ROWS}
          onClick={() => setRows(withAnother(rows))}
        >
          {words.add}
        </Button>
        <Button
          look="main"
          busy={busy}
          disabled={rows === before || schedule === undefined}
          onClick={() => void save()}
        >
          {words.save}
        </Button>
      </div>
    </div>
  );
}

function Hours(props: {
  readonly row: RowDraft;
  /** Whether it holds at this moment. */
  readonly holds: boolean;
  readonly change: (row: RowDraft) => void;
  readonly remove: () => void;
}) {
  const words = useWords(settingsWords);
  const { row, change } = props;
  return (
    <div className="schedule-row">
      <Days row={row} change={(days) => change({ ...row, days })} />
      {(['from', 'to'] as const).map((name) => (
        <Field
          key={name}
          label={words[name]}
          type="time"
          value={row[name]}
          wrong={minutesOf(row[name]) === undefined ? words.noTime : undefined}
          onChange={({ target }) => change({ ...row, [name]: target.value })}
        />
      ))}
      {(['up', 'down'] as const).map((name) => (
        <Field
          key={name}
          label={words[name]}
          inputMode="decimal"
          value={row[name]}
          wrong={parseRate(row[name]) === undefined ? words.least : undefined}
          onChange={({ target }) => change({ ...row, [name]: target.value })}
        />
      ))}
      <Button look="quiet" icon={<Icon name="close" />} aria-label={words.remove} onClick={props.remove} />
      {props.holds && <Badge tone="calm">{words.holdsNow}</Badge>}
    </div>
  );
}

function Days({ row, change }: { readonly row: RowDraft; readonly change: (days: readonly number[]) => void }) {
  const words = useWords(settingsWords);
  const language = useLanguage();
  const short = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return (
    <fieldset className="schedule-days">
      <legend>{words.days}</legend>
      {WEEK.map((day) => (
        <label key={day}>
          <input
            type="checkbox"
            checked={row.days.includes(day)}
            onChange={({ target }) => {
              const days = target.checked ? [...row.days, day] : row.days.filter((other) => other !== day);
              // A row without a day is none.
              if (days.length > 0) change(days);
            }}
          />
          {short.format(SUNDAY + day * DAY_MS)}
        </label>
      ))}
    </fieldset>
  );
}
