const WHITE_ON_BLACK = '\u001b[97;40m';
const RESET = '\u001b[0m';

/**
 * A QR code for terminals; loads its library only when one is drawn.
 * @param colours whether to fix the colours: on a light terminal it would come out inverted, which few readers take
 */
export async function qrCode(text: string, colours: boolean): Promise<string> {
  const { renderUnicodeCompact } = await import('uqr');
  const lines = renderUnicodeCompact(text, { border: 2 }).split('\n');
  return lines.map((line) => (colours ? `${WHITE_ON_BLACK}${line}${RESET}` : line)).join('\n');
}
