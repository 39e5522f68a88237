/**
 * Is told of each answer of a front-end.
 * @param operation from a bounded set, never what the caller wrote
 * @param outcome an HTTP status, or the code of an error or `ok`
 */
export type RequestObserver = (frontEnd: 'rest' | 'grpc', operation: string, outcome: string, seconds: number) => void;

export const NOBODY: RequestObserver = () => undefined;
