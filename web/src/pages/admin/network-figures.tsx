import { useEffect, useState } from 'react';

import type { Progress } from '../../../../src/wire/control/messages.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Problem } from '../../ui/problem.tsx';
import { useCall } from '../../daemon/use-call.ts';
import { rateOf, type Sample } from './rate.ts';
import { WORDS } from './words.ts';

/** The network in figures, and what this machine sends and receives of it. */
export function NetworkFigures({ counters }: { counters: Progress['counters'] | undefined }) {
  const words = useWords(WORDS);
  const format = useFormat();
  const { answer: value, error } = useCall('stats', {}, { every: 10_000 });
  const rate = useRate(counters);
  const figures: readonly (readonly [string, string])[] =
    value === undefined
      ? []
      : [
          [words.memberCount, format.number(value.members)],
          [words.onlineCount, format.number(value.online)],
          [words.files, format.number(value.files)],
          [words.contents, format.number(value.contents)],
          [words.copies, format.number(value.holdings)],
          [words.bytes, format.bytes(value.bytes)],
        ];
  const here: readonly (readonly [string, string])[] =
    counters === undefined
      ? []
      : [
          [words.sent, `${format.bytes(counters.bytesSent)} · ${format.speed(rate.sent)}`],
          [words.received, `${format.bytes(counters.bytesReceived)} · ${format.speed(rate.received)}`],
        ];
  return (
    <>
      <Problem error={error} />
      <dl className="figures">
        {[...figures, ...here].map(([title, figure]) => (
          <div key={title} className="card">
            <dt>{title}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function useRate(counters: Progress['counters'] | undefined) {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    if (counters === undefined) return;
    const { bytesSent: sent, bytesReceived: received } = counters;
    setSamples((before) => [...before, { at: performance.now(), sent, received }].slice(-20));
  }, [counters]);
  return rateOf(samples);
}
