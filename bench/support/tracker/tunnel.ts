import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { freePorts, type Programs } from '../programs.ts';
import type { Identified } from './load-messages.ts';

const MODULE = '/usr/lib/nginx/modules/ngx_stream_module.so';

/** Whether nginx can carry connections here (Debian's `libnginx-mod-stream`). */
export function canTunnel(nginx: string | undefined): nginx is string {
  return nginx !== undefined && existsSync(MODULE);
}

/** A port on which nginx takes plain connections and carries them on over TLS, with the certificate of a member. */
export async function openTunnel(
  programs: Programs,
  start: (command: readonly string[]) => [string, string[]],
  {
    nginx,
    folder,
    tracker,
    member,
  }: {
    readonly nginx: string;
    readonly folder: string;
    readonly tracker: number;
    readonly member: Identified;
  },
): Promise<{ readonly port: number; readonly pid: number }> {
  const [port = 0] = await freePorts(1);
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const config = `
load_module ${MODULE};
daemon off; master_process off; pid ${join(folder, 'nginx.pid')}; error_log stderr error;
events { worker_connections 1024; }
stream { server {
  listen 127.0.0.1:${port}; proxy_pass 127.0.0.1:${tracker}; proxy_ssl on; proxy_ssl_protocols TLSv1.3;
  proxy_ssl_certificate ${file('member.crt', member.cert)}; proxy_ssl_certificate_key ${file('member.key', member.key)};
} }
`;
  const args = ['-c', file('nginx.conf', config), '-p', folder, '-e', 'stderr'];
  return { port, pid: programs.start(...start([nginx, ...args])).pid };
}
