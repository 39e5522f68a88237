import { label, oneOf, path, paths, text, url, whole, yesOrNo } from './kinds.ts';
import type { Setting, ValueOf } from './setting.ts';

const PORT = whole(1, 65_535);
const COUNT = whole(1, 999_999_999);

/**
 * Everything that can be set but the dialects: flags, environment, file, their checks and what is told of them come
 * from here. The name is the flag's, as commander hands it over.
 */
export const SETTINGS = {
  name: {
    at: 'peer.name',
    kind: label(64),
    flag: '--name <NAME>',
    does: 'what others see this peer as',
    remembered: true,
    otherwise: 'the host name',
  },
  port: {
    at: 'peer.port',
    kind: PORT,
    flag: '--port <PORT>',
    does: 'where other peers fetch from us',
    remembered: true,
    fallback: 7742,
    otherwise: '7742, or a free one',
  },
  downloads: {
    at: 'peer.downloads',
    kind: path,
    flag: '--downloads <DIR>',
    does: 'where fetched files land',
    remembered: true,
    otherwise: '~/Downloads/Ayni',
  },
  folders: { at: 'peer.folders', kind: paths, does: 'folders to share, beside those of the command line' },
  slots: {
    at: 'peer.slots',
    kind: COUNT,
    flag: '--slots <N>',
    does: 'peers that are served at the same time',
    otherwise: 'what "ayni limit" says',
  },
  maxConnections: {
    at: 'peer.max_connections',
    kind: COUNT,
    flag: '--max-connections <N>',
    does: 'connections of peers at the same time',
    fallback: 256,
  },
  receiveThreads: {
    at: 'peer.receive_threads',
    kind: whole(1, 16),
    flag: '--receive-threads <N>',
    does: 'threads that receive, for links of several Gbit/s',
    fallback: 1,
  },
  strict: {
    at: 'peer.strict',
    kind: yesOrNo,
    flag: '--strict',
    does: 'ask the tracker about each peer that connects',
    fallback: false,
  },
  trackerPort: {
    at: 'tracker.port',
    kind: PORT,
    flag: '--tracker-port <PORT>',
    does: 'where the tracker listens',
    remembered: true,
    fallback: 7741,
  },
  access: {
    at: 'tracker.access',
    kind: oneOf('invite', 'open'),
    flag: '--access <ACCESS>',
    does: '"invite" (with a link only) or "open" (anyone may join)',
    remembered: true,
    fallback: 'invite',
  },
  trackerMaxConnections: {
    at: 'tracker.max_connections',
    kind: COUNT,
    flag: '--tracker-max-connections <N>',
    does: 'connections to the tracker at the same time',
    fallback: 1024,
  },
  store: {
    at: 'tracker.store',
    kind: url('postgres://user@host:5432/name', 'postgres:', 'postgresql:'),
    env: 'AYNI_STORE',
    flag: '--store <URL>',
    does: 'keep the state in PostgreSQL, postgres://user@host/name',
    remembered: true,
    otherwise: 'a file in the state folder',
    masked: (value) => withoutPassword(String(value)),
  },
  storeFile: {
    at: 'tracker.store_file',
    kind: path,
    flag: '--store-file <FILE>',
    does: 'a file with that address, which may hold the password',
  },
  networkKey: {
    at: 'tracker.network_key',
    kind: path,
    flag: '--network-key <FILE>',
    does: 'the signing key of a network that has other trackers over the same database',
  },
  host: {
    at: 'daemon.host',
    kind: text(255),
    flag: '--host <ADDRESS>',
    does: 'listen on this address only',
    otherwise: 'all addresses',
  },
  controlPort: {
    at: 'daemon.control_port',
    kind: PORT,
    flag: '--control-port <PORT>',
    does: 'where the local API listens',
    otherwise: 'the last one, or a free one',
  },
  logLevel: {
    at: 'daemon.log_level',
    kind: oneOf('debug', 'info', 'warn', 'error', 'silent'),
    flag: '--log-level <LEVEL>',
    does: 'debug, info, warn, error or silent',
    fallback: 'info',
  },
  log: {
    at: 'daemon.log_to_stderr',
    kind: yesOrNo,
    flag: '--log',
    does: 'log to stderr as JSON, not to the state folder',
    fallback: false,
  },
  metricsPort: {
    at: 'metrics.port',
    kind: PORT,
    flag: '--metrics-port <PORT>',
    does: 'serve /metrics (Prometheus) and /health there',
    otherwise: 'off',
  },
  metricsHost: {
    at: 'metrics.host',
    kind: text(255),
    flag: '--metrics-host <ADDRESS>',
    does: 'let others than this machine read them, at this address',
    fallback: '127.0.0.1',
  },
  tracingEndpoint: {
    at: 'tracing.endpoint',
    kind: url('http://127.0.0.1:4318', 'http:', 'https:'),
    flag: '--tracing-endpoint <URL>',
    does: 'send traces to this collector (OpenTelemetry, OTLP over HTTP)',
    otherwise: 'off',
  },
  tracingPercent: {
    at: 'tracing.percent',
    kind: whole(1, 100),
    flag: '--tracing-percent <N>',
    does: 'of the traces that begin here, so many are sent',
    fallback: 100,
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
/** What is absent was said by nobody. */
export type SettingValues = { readonly [Name in SettingName]?: ValueOf<(typeof SETTINGS)[Name]> };

export function isSettingValues(values: Readonly<Record<string, unknown>>): values is SettingValues {
  const rows: Readonly<Record<string, Setting>> = SETTINGS;
  return Object.entries(values).every(([name, value]) => rows[name]?.kind.is(value) === true);
}

/** What can't be taken apart is not shown at all. */
function withoutPassword(address: string): string {
  if (!URL.canParse(address)) return '***';
  const shown = new URL(address);
  if (shown.password !== '') shown.password = '***';
  if (shown.searchParams.has('password')) shown.searchParams.set('password', '***');
  return shown.href;
}
