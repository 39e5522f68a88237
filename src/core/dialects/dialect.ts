/** The wire protocols of the five original systems, beside the native one. */
export const DIALECTS = ['helo', 'flatgrpc', 'p4', 'rede', 'slots'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** What one peer of a dialect offers under a flat name. */
export interface FlatFile {
  /** As it is meant, without what the dialect's wire makes of it. */
  readonly name: string;
  /** Bytes; absent where the dialect does not tell. */
  readonly size?: number;
  /** 32 digits of lower-case hex; only `slots` tells it. */
  readonly md5?: string;
}
