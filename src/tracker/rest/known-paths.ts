import type { FastifyInstance, RouteOptions } from 'fastify';

/** Which methods a path takes, for OPTIONS and 405. */
export class KnownPaths {
  readonly #paths: { readonly pattern: RegExp; readonly methods: Set<string> }[] = [];

  /** Learns each route that is added from now on. */
  watch(app: FastifyInstance): void {
    app.addHook('onRoute', ({ url, method }: RouteOptions) => {
      const pattern = new RegExp(`^${url.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`);
      const known = this.#paths.find((path) => path.pattern.source === pattern.source);
      const methods = known?.methods ?? new Set(['OPTIONS']);
      for (const one of Array.isArray(method) ? method : [method]) methods.add(one);
      if (known === undefined) this.#paths.push({ pattern, methods });
    });
  }

  /** As in the `Allow` header; undefined for a path that there is not. */
  allowed(url: string): string | undefined {
    const path = url.split('?', 1)[0] ?? '';
    const known = this.#paths.find(({ pattern }) => pattern.test(path));
    return known === undefined ? undefined : [...known.methods].toSorted().join(', ');
  }
}
