import type { Host } from '../../test/support/network-hosts.ts';
import type { Programs } from './programs.ts';

/** Where a swarm is made. */
export interface SwarmPlace {
  readonly seeder: Host;
  readonly leechers: readonly Host[];
  /** The only file in its folder. */
  readonly source: string;
  /** An empty folder for this swarm. */
  readonly work: string;
  /** They end with the swarm. */
  readonly programs: Programs;
}

/** A leecher that was told to fetch. */
export interface Fetching {
  /** What it fetched; whole once `mark` is there. */
  readonly target: string;
  /** A file that appears when the leecher has everything, verified. */
  readonly mark: string;
  /** What it says of itself, where it is late. */
  state?(): Promise<string>;
}

/** All are up, connected and idle. */
export interface ReadySwarm {
  /** Tells every leecher to fetch. */
  go(): Promise<void>;
  /** In the order of the hosts. */
  readonly fetching: readonly Fetching[];
}

/** A program that shares one file among hosts. */
export interface SwarmProgram {
  readonly name: string;
  readonly version: string;
  ready(place: SwarmPlace): Promise<ReadySwarm>;
}
