import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, useState } from 'react';
import UPlot from 'uplot';

import { useColours } from '../../app/theme.ts';
import { isMissing } from '../../daemon/call.ts';
import type { Answer } from '../../daemon/routes.ts';
import { useCall } from '../../daemon/use-call.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Problem } from '../../ui/problem.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { networkWords } from './words.ts';

type Series = Answer<'traffic'>['hour'];

const HEIGHT = 180;
/** Between the times below the chart, px: as wide as one is written in any language. */
const TIME_WIDTH = 76;
/** The daemon puts together so many ms at least. */
const EVERY_MS = 10_000;

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}

/** Bytes per second, at the begin of each step in seconds. */
function columnsOf({ step, last, sent, received }: Series): [number[], number[], number[]] {
  const times = sent.map((_, at) => (last - (sent.length - 1 - at) * step) / 1000);
  const perSecond = (bytes: readonly number[]): number[] => bytes.map((count) => (count * 1000) / step);
  return [times, perSecond(sent), perSecond(received)];
}

/** What passed lately, as charts, and in words. */
export function Traffic() {
  const words = useWords(networkWords);
  const format = useFormat();
  const [span, setSpan] = useState<'hour' | 'day'>('hour');
  const { answer, error } = useCall('traffic', {}, { every: EVERY_MS });
  if (isMissing(error)) return null;
  if (answer === undefined) return <Problem error={error} />;
  const series = answer[span];
  const said = words.summary(format.bytes(sum(series.sent)), format.bytes(sum(series.received)));
  return (
    <Tabs
      label={words.traffic}
      chosen={span}
      onChoose={setSpan}
      tabs={[
        { name: 'hour', label: words.hour },
        { name: 'day', label: words.day },
      ]}
    >
      <p className="quiet">{said}</p>
      <Chart key={span} series={series} label={said} />
    </Tabs>
  );
}

function Chart({ series, label }: { readonly series: Series; readonly label: string }) {
  const words = useWords(networkWords);
  const format = useFormat();
  const colours = useColours();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot>(undefined);
  const newest = useRef(series);
  newest.current = series;
  useEffect(() => {
    const { current: element } = place;
    if (element === null) return undefined;
    const style = getComputedStyle(element);
    const [ink, line] = [style.getPropertyValue('--ink-soft'), style.getPropertyValue('--line')];
    const axis = { stroke: ink, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    const made = new UPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        axes: [
          { ...axis, space: TIME_WIDTH, values: (_, times) => times.map((time) => format.time(time * 1000)) },
          { ...axis, size: 84, values: (_, rates) => rates.map((rate) => format.speed(rate)) },
        ],
        scales: { y: { range: (_, __, most) => [0, Math.max(1000, most)] } },
        series: [
          {},
          { label: words.sent, stroke: style.getPropertyValue('--accent'), width: 2 },
          { label: words.received, stroke: style.getPropertyValue('--calm'), width: 2 },
        ],
      },
      columnsOf(newest.current),
      element,
    );
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
    };
    // The chart reads the colours when it is made.
  }, [words, format, colours]);
  useEffect(() => plot.current?.setData(columnsOf(series)), [series]);
  return (
    <figure className="chart">
      <div ref={place} role="img" aria-label={label} />
      <figcaption className="quiet">
        <span className="key key-sent">{words.sent}</span> <span className="key key-received">{words.received}</span>
      </figcaption>
    </figure>
  );
}
