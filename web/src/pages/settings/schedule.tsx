import { useState } from 'react';

import type { LimitStatus } from '../../../../src/wire/control/limit-messages.ts';
import { useAction } from '../../daemon/use-action.ts';
import { useLanguage } from '../../i18n/language.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { showDone } from '../../ui/toast-store.ts';
import { parseRate, rateText } from './rate-text.ts';
import { settingsWords } from './words.ts';

type Row = LimitStatus['schedule'][number];

const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;
/** A Sunday, at noon in every time zone that matters to `Intl`. */
const SUNDAY = Date.UTC(2026, 0, 4, 12);
const DAY_MS = 86_400_000;
const WHOLE_DAY = 1440;
const NIGHT: Row = { days: [0, 1, 2, 3, 4, 5, 6], from: 480, to: 1080, rates: {} };

function timeText(minutes: number): string {
  const pad = (count: number): string => String(count).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`;
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

/** Limits of some hours of some days. */
export function Schedule({ status, saved }: { readonly status: LimitStatus; readonly saved: () => void }) {
  const words = useWords(settingsWords);
  const { busy, run } = useAction('setLimits');
  const [rows, setRows] = useState<readonly Row[]>(status.schedule);
  const change = (at: number, row: Row) => setRows(rows.map((old, other) => (other === at ? row : old)));
  const save = async () => {
    if ((await run({ schedule: [...rows] })) === undefined) return;
    showDone(words.saved);
    saved();
  };
  return (
    <div className="card stack">
      <p className="quiet">{words.scheduleHint}</p>
      {rows.map((row, at) => (
        // A row has nothing that names it but its place.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className="schedule-row">
          <Days row={row} change={(days) => change(at, { ...row, days })} />
          <Field
            label={words.from}
            type="time"
            value={timeText(row.from)}
            onChange={({ target }) => change(at, { ...row, from: minutesOf(target.value) })}
          />
          <Field
            label={words.to}
            type="time"
            value={timeText(row.to)}
            onChange={({ target }) => change(at, { ...row, to: minutesOf(target.value) || WHOLE_DAY })}
          />
          <RateField label={words.up} rate={row.rates.up} change={(up) => change(at, withRate(row, 'up', up))} />
          <RateField
            label={words.down}
            rate={row.rates.down}
            change={(down) => change(at, withRate(row, 'down', down))}
          />
          <Button
            look="quiet"
            icon={<Icon name="close" />}
            aria-label={words.remove}
            onClick={() => setRows(rows.filter((_, other) => other !== at))}
          />
          {status.row === at && rows === status.schedule && <Badge tone="calm">{words.holdsNow}</Badge>}
        </div>
      ))}
      <div className="row">
        <Button icon={<Icon name="plus" />} onClick={() => setRows([...rows, NIGHT])}>
          {words.add}
        </Button>
        <Button look="main" busy={busy} disabled={rows === status.schedule} onClick={() => void save()}>
          {words.save}
        </Button>
      </div>
    </div>
  );
}

function withRate(row: Row, name: 'up' | 'down', rate: number | undefined): Row {
  const rates = { ...row.rates };
  if (rate === undefined) delete rates[name];
  else rates[name] = rate;
  return { ...row, rates };
}

function RateField(props: {
  readonly label: string;
  readonly rate: number | null | undefined;
  readonly change: (rate: number | undefined) => void;
}) {
  const words = useWords(settingsWords);
  const [text, setText] = useState(rateText(props.rate));
  const isWrong = parseRate(text) === undefined;
  return (
    <Field
      label={props.label}
      inputMode="decimal"
      value={text}
      wrong={isWrong ? words.least : undefined}
      onChange={({ target }) => {
        setText(target.value);
        const rate = parseRate(target.value);
        if (rate !== undefined) props.change(rate ?? undefined);
      }}
    />
  );
}

function Days({ row, change }: { readonly row: Row; readonly change: (days: number[]) => void }) {
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
