import { fileURLToPath } from 'node:url';
import {
  type Client,
  credentials,
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServiceClientConstructor,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

/** A service of a `.proto` file beside this one, loaded as foreign programs do. */
export function loadService(file: string, name: string): ServiceClientConstructor {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const loaded = loadPackageDefinition(loadSync(path, { keepCase: true, defaults: true }))[name];
  if (typeof loaded !== 'function') throw new Error(`${file} has no service ${name}`);
  return loaded;
}

/** A unary call by the name it has in the `.proto` file. Rejects with grpc-js's own error. */
export async function callUnary<T>(client: Client, method: string, request: object): Promise<T> {
  const call = (client as unknown as Record<string, (...args: unknown[]) => void>)[method];
  if (call === undefined) throw new Error(`there is no method ${method}`);
  return new Promise<T>((resolve, reject) => {
    call.call(client, request, (error: Error | null, answer: T) => (error === null ? resolve(answer) : reject(error)));
  });
}

export function clientOf(service: ServiceClientConstructor, address: string): Client {
  return new service(address, credentials.createInsecure());
}

/** A server as small programs make one; dispose by `forceShutdown`. */
export async function serve(
  service: ServiceClientConstructor,
  implementation: UntypedServiceImplementation,
  port = 0,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = new Server();
  server.addService(service.service, implementation);
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, at) =>
      error === null ? resolve(at) : reject(error),
    );
  });
  return { server, port: bound };
}
