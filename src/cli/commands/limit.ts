import { InvalidArgumentError, type Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import type { ScheduleRow } from '../../core/transfer/rate-limits.ts';
import type { LimitChange, LimitStatus } from '../../wire/control/limit-messages.ts';
import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';
import { positive } from '../options/parsers.ts';
import type { Output } from '../terminal/output.ts';
import { collectRows, formatRates, formatRow, rate, settingOf, type RateOption } from '../options/rates.ts';

interface Options extends CommonOptions {
  readonly up?: RateOption;
  readonly down?: RateOption;
  readonly peerUp?: RateOption;
  readonly peerDown?: RateOption;
  readonly schedule?: readonly ScheduleRow[];
  readonly clearSchedule?: true;
  readonly slots?: number;
  readonly jobs?: number;
}

export function define(command: Command, cli: Cli): Command {
  return command
    .option('--up <SPEED>', 'all uploads together; "off" for no limit', rate)
    .option('--down <SPEED>', 'all downloads together', rate)
    .option('--peer-up <SPEED>', 'to each other peer', rate)
    .option('--peer-down <SPEED>', 'from each other peer', rate)
    .option(
      '--schedule <ROW>',
      'other limits for some hours; may be given again, and replaces the schedule before',
      collectRows,
    )
    .option('--clear-schedule', 'the same limits at all hours')
    .option('--slots <N>', 'peers that are served at the same time', upTo(1000))
    .option('--jobs <N>', 'downloads that run at the same time', upTo(100))
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'Without options: shows what holds. Changes hold at once and are remembered. Where several rows of a schedule cover the same time, the first one holds; what a row does not name stays as it is. A row may cross midnight.',
        ],
        [
          '{self} limit --up 5MB --down off --peer-up 1MB',
          "{self} limit --schedule 'mon-fri 08:00-18:00 up=1MB down=2MB' --schedule 'daily 23:00-06:00 up=off down=off'",
          '{self} limit --clear-schedule',
          '{self} limit --slots 4 --jobs 1',
        ],
      ),
    )
    .action((options: Options) => limit(cli, options));
}

function upTo(most: number): (text: string) => number {
  return (text) => {
    const value = positive(text);
    if (value > most) throw new InvalidArgumentError(`It should be at most ${most}.`);
    return value;
  };
}

async function limit(cli: Cli, options: Options): Promise<void> {
  const { output } = cli;
  const { say } = output.words;
  const change = changeOf(options);
  const status = await withDaemon(cli, options, ({ client, signal }) =>
    Object.keys(change).length === 0
      ? client.call(CONTROL_ROUTES.limits, {}, { signal })
      : client.call(CONTROL_ROUTES.setLimits, change, { signal }),
  );
  output.value(status);
  output.fact(say('Now'), sayNow(output, status));
  if (status.schedule.length > 0) output.fact(say('Else'), formatRates(status.rates) || say('no limits'));
  status.schedule.forEach((row, at) => output.fact(at === 0 ? say('Schedule') : '', formatRow(row)));
  output.fact(say('Slots'), say('{count} peers are served at the same time', { count: status.slots }));
  output.fact(say('Jobs'), say('{count} downloads run at the same time', { count: status.jobs }));
}

/** What holds at this moment, in a line. */
export function sayNow({ words: { say } }: Output, { now, row }: LimitStatus): string {
  return `${formatRates(now) || say('no limits')}${row === undefined ? '' : say(' (by the schedule)')}`;
}

function changeOf(options: Options): LimitChange {
  const { up, down, peerUp, peerDown, schedule, clearSchedule, slots, jobs } = options;
  if (clearSchedule === true && schedule !== undefined) {
    throw new AyniError('usage', 'Either --schedule or --clear-schedule: a new schedule replaces the one before.');
  }
  const rates = {
    ...(up === undefined ? {} : { up: settingOf(up) }),
    ...(down === undefined ? {} : { down: settingOf(down) }),
    ...(peerUp === undefined ? {} : { peerUp: settingOf(peerUp) }),
    ...(peerDown === undefined ? {} : { peerDown: settingOf(peerDown) }),
  };
  const rows = clearSchedule === true ? [] : schedule?.map((row) => ({ ...row, days: [...row.days] }));
  return {
    ...(Object.keys(rates).length === 0 ? {} : { rates }),
    ...(rows === undefined ? {} : { schedule: rows }),
    ...(slots === undefined ? {} : { slots }),
    ...(jobs === undefined ? {} : { jobs }),
  };
}
