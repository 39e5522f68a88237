import type { HttpAnswer } from '../../net/http/http-answer.ts';
import type { HttpRequest } from '../../net/http/http-exchange.ts';
import type { Visitor } from './visitor.ts';

/** A request that found its route. */
export interface RestRequest {
  readonly http: HttpRequest;
  readonly visitor: Visitor;
  /** By their names in the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Without the question mark. */
  readonly query: string;
}

/** Who is let in: anybody, whoever has a certificate, or members. */
export type Admitted = 'anybody' | 'certified' | 'members';

export interface RestRoute {
  /** What it is called where it is counted and logged; none of it is the caller's words. */
  readonly label: string;
  readonly admits: Admitted;
  readonly answer: (request: RestRequest) => Promise<HttpAnswer>;
}

type Methods = Map<string, RestRoute>;

/** What there is at which path. */
export class RestRoutes {
  readonly #exact = new Map<string, Methods>();
  readonly #patterns: { readonly pattern: RegExp; readonly methods: Methods }[] = [];

  /**
   * @param path with `{name}` for what varies; a segment each
   * @param options.head whether HEAD is answered, too
   */
  add(
    method: string,
    path: string,
    { admits, answer }: Pick<RestRoute, 'admits' | 'answer'>,
    { head = method === 'GET' } = {},
  ): void {
    const methods = this.#methodsAt(path);
    for (const each of head ? [method, 'HEAD'] : [method]) {
      methods.set(each, { label: `${each} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`, admits, answer });
    }
  }

  /** The parameters are as they came. */
  find(
    method: string,
    path: string,
  ): { readonly route: RestRoute; readonly params: Readonly<Record<string, string>> } | undefined {
    const route = this.#exact.get(path)?.get(method);
    if (route !== undefined) return { route, params: {} };
    for (const { pattern, methods } of this.#patterns) {
      const match = pattern.exec(path);
      const varying = match === null ? undefined : methods.get(method);
      if (varying !== undefined) return { route: varying, params: match?.groups ?? {} };
    }
    return undefined;
  }

  /** As in the `Allow` header; undefined for a path that there is not. */
  allowed(path: string): string | undefined {
    const methods = this.#exact.get(path) ?? this.#patterns.find(({ pattern }) => pattern.test(path))?.methods;
    return methods === undefined ? undefined : [...methods.keys(), 'OPTIONS'].toSorted().join(', ');
  }

  #methodsAt(path: string): Methods {
    const methods: Methods = this.#exact.get(path) ?? new Map();
    this.#exact.set(path, methods);
    if (!path.includes('{')) return methods;
    const source = `^${path.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`;
    if (!this.#patterns.some(({ pattern }) => pattern.source === new RegExp(source).source)) {
      this.#patterns.push({ pattern: new RegExp(source), methods });
    }
    return methods;
  }
}
