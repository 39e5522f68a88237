/** What a peer of ours at a foreign master and its fetching have in common. */
export interface P4Session {
  /** The token that the master gave; undefined before it did. */
  token: string | undefined;
}
