/** What a generator of load is told and tells, as messages between processes. */

export interface Identified {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
}

/** What each request asks. */
export type Operation = 'heartbeat' | 'locate' | 'locate-many' | 'search' | 'publish' | 'hold' | 'announce';

export interface LoadOrder {
  /** The connections go to them in turns. */
  readonly ports: readonly number[];
  /** Whose connections they are, in turns. */
  readonly identities: readonly Identified[];
  /** Open at once. */
  readonly connections: number;
  /** Requests that each connection sends together, and waits for. */
  readonly ahead: number;
  readonly operations: readonly Operation[];
  /** Requests a second of all connections together; as many as are answered unless given. */
  readonly rate?: number;
  readonly seconds: number;
  /** Contents that the tracker knows, by number. */
  readonly contents: number;
  /** Begins the names that are published, so that they are new each time. */
  readonly run: string;
}

/** What it says when all connections are there, a moment before the first request. */
export const CONNECTED = 'connected';

export interface LoadFigures {
  readonly requests: number;
  /** Answers that were no success. */
  readonly failures: number;
  /** What the first of them was. */
  readonly failure?: string;
  readonly seconds: number;
  /** ms. */
  readonly p50: number;
  readonly p99: number;
  /** Of the generator, s. */
  readonly cpuSeconds: number;
}
