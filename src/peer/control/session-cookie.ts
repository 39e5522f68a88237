/** Browsers send a cookie to every port of a host, so that two daemons need two names. */
const nameOf = (port: number): string => `ayni-${port}`;

/**
 * A header that keeps a session in a browser until that is closed. Scripts do not see it, and no other site's page
 * makes the browser send it.
 */
export function sessionCookie(port: number, id: string): string {
  return `${nameOf(port)}=${id}; HttpOnly; SameSite=Strict; Path=/`;
}

/** The session that a request names (RFC 6265, 5.4). */
export function sessionOf(cookies: string | undefined, port: number): string | undefined {
  const start = `${nameOf(port)}=`;
  for (const cookie of cookies?.split(';') ?? []) {
    const text = cookie.trim();
    if (text.startsWith(start)) return text.slice(start.length);
  }
  return undefined;
}
