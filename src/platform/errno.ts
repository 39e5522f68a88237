/** The system's code of a failure, such as `ENOENT`; undefined for what is none of the system's. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
