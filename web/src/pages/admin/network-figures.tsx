import { useEffect, useState } from 'react';

import { formatBytes, formatSpeed } from '../../../../src/core/format/quantity.ts';
import type { Progress } from '../../../../src/wire/control/messages.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Problem } from '../../ui/problem.tsx';
import { useCall } from '../../daemon/use-call.ts';
import { rateOf, type Sample } from './rate.ts';
import { WORDS } from './words.ts';

/** The network in figures, and what this machine sends and receives of it. */
export function NetworkFigures({ counters }: { counters: Progress['counters'] | undefined }) {
  const words = useWords(WORDS);
  const { answer: value, error } = useCall('stats', {}, { every: 10_000 });
  const rate = useRate(counters);
  const figures: readonly (readonly [string, string])[] =
    value === undefined
      ? []
      : [
          [words.memberCount, value.members.toLocaleString()],
          [words.onlineCount, value.online.toLocaleString()],
          [words.files, value.files.toLocaleString()],
          [words.contents, value.contents.toLocaleString()],
          [words.copies, value.holdings.toLocaleString()],
          [words.bytes, formatBytes(value.bytes)],
        ];
  const here: readonly (readonly [string, string])[] =
    counters === undefined
      ? []
      : [
          [words.sent, `${formatBytes(counters.bytesSent)} · ${formatSpeed(rate.sent)}`],
          [words.received, `${formatBytes(counters.bytesReceived)} · ${formatSpeed(rate.received)}`],
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
