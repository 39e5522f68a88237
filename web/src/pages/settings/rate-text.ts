/** Bytes per second of a megabyte per second, as limits are typed. */
const MB = 1_000_000;
/** The least that the daemon takes. */
const LEAST = 32_000;

/** What stands in a field: nothing for no limit. */
export function rateText(rate: number | null | undefined): string {
  return typeof rate === 'number' ? String(rate / MB) : '';
}

/** Bytes per second; null for no limit, undefined for what is no limit. A comma does for a point. */
export function parseRate(text: string): number | null | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return null;
  const rate = Math.round(Number(trimmed) * MB);
  return Number.isFinite(rate) && rate >= LEAST ? rate : undefined;
}
