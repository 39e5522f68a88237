import { clipped, visible } from './visible.ts';
import './names.css';

/** As much as a row has room for; the whole name is in the title. */
const MOST_LETTERS = 90;

function Name({ text, most, className }: { readonly text: string; readonly most: number; readonly className: string }) {
  const whole = visible(text);
  const shown = clipped(whole, most);
  return (
    <bdi className={className} title={shown === whole ? undefined : whole}>
      {shown}
    </bdi>
  );
}

/** The name that somebody gave himself. */
export function PeerName({ name, most = 40 }: { readonly name: string; readonly most?: number }) {
  return <Name text={name} most={most} className="name peer-name" />;
}

/** A name or path of a file, whoever chose it. */
export function FileName({ name, most = MOST_LETTERS }: { readonly name: string; readonly most?: number }) {
  return <Name text={name} most={most} className="name" />;
}
