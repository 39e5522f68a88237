import { printable } from '../../../../src/core/format/printable.ts';

/** Letters of a name that are put into the page: a line shows far less, and thousands in each row are slow. */
const MAX_SHOWN = 300;

/** A name that others chose, as text on one line: isolated from what is around it, without marks that turn or hide text. */
export function Name({ text }: { readonly text: string }) {
  const shown = printable(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
  return (
    <bdi className="name" title={shown}>
      {shown}
    </bdi>
  );
}
