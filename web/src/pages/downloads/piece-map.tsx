import { useEffect, useRef } from 'react';
import type { Static } from 'typebox';

import type { PieceMap } from '../../../../src/wire/control/page-messages.ts';
import { useColours } from '../../app/theme.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { downloadWords } from './words.ts';

const HEIGHT = 34;
/** Below, how many sources have a column: the fewer, the paler. */
const RARITY = 6;
const MOST_SOURCES = 8;

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Which pieces are here, which are arriving, and how rare they are; said in words for who does not see it. */
export function PieceMapView({ map }: { readonly map: Static<typeof PieceMap> }) {
  const words = useWords(downloadWords);
  const format = useFormat();
  const colours = useColours();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const drawing = canvas.current?.getContext('2d');
    if (canvas.current === null || drawing === null || drawing === undefined) return;
    const { have, arriving, sources } = map;
    canvas.current.width = have.length;
    canvas.current.height = HEIGHT;
    const style = getComputedStyle(canvas.current);
    const colour = (name: string): string => style.getPropertyValue(name);
    for (const [column, part] of have.entries()) {
      const bar = HEIGHT - RARITY - 2;
      drawing.fillStyle = colour('--line');
      drawing.fillRect(column, 0, 1, bar);
      drawing.fillStyle = colour('--good');
      drawing.fillRect(column, bar * (1 - part), 1, bar * part);
      const coming = arriving[column] ?? 0;
      drawing.fillStyle = colour('--warn');
      drawing.fillRect(column, bar * (1 - part - coming), 1, bar * coming);
      const holders = sources[column] ?? 0;
      drawing.fillStyle = holders === 0 ? colour('--bad') : colour('--calm');
      drawing.globalAlpha = holders === 0 ? 1 : 0.25 + (0.75 * Math.min(holders, MOST_SOURCES)) / MOST_SOURCES;
      drawing.fillRect(column, HEIGHT - RARITY, 1, RARITY);
      drawing.globalAlpha = 1;
    }
    // The canvas reads the colours when it is drawn.
  }, [map, colours]);
  const said = words.piecesText(format.percent(mean(map.have)), format.percent(mean(map.arriving)));
  return (
    <figure className="piece-map">
      <canvas ref={canvas} role="img" aria-label={`${words.pieces}: ${said}`} />
      <figcaption className="quiet">
        {words.pieces}: {said} <span className="key key-have">{words.have}</span>{' '}
        <span className="key key-arriving">{words.arriving}</span>{' '}
        <span className="key key-missing">{words.missing}</span>{' '}
        {map.sources.includes(0) && <span className="key key-nobody">{words.nobody}</span>}
      </figcaption>
    </figure>
  );
}
