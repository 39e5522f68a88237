/** Where a file can be fetched, as `/get_file` tells it. */
export interface FileAddress {
  readonly host: string;
  readonly port: number;
  readonly name: string;
}

/** `grpc://host:port/name`; the name as it is, since programs take what follows the slash. */
export function formatFileAddress({ host, port, name }: FileAddress): string {
  return `grpc://${host.includes(':') ? `[${host}]` : host}:${port}/${name}`;
}

/** Undefined for anything else. */
export function parseFileAddress(text: string): FileAddress | undefined {
  const match = /^grpc:\/\/(?:\[([^\]/]+)\]|([^\s:/[\]]+)):(\d{1,5})\/(.+)$/s.exec(text);
  const host = match?.[1] ?? match?.[2];
  const name = match?.[4];
  const port = Number(match?.[3]);
  if (host === undefined || name === undefined || port < 1 || port > 65_535) return undefined;
  return { host, port, name };
}
