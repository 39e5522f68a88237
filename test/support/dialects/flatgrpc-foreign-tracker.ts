import type { sendUnaryData, Server, ServerUnaryCall } from '@grpc/grpc-js';
import { loadService, serve } from './grpc-program.ts';

type Unary<Q, A> = (call: ServerUnaryCall<Q, A>, callback: sendUnaryData<A>) => void;

/** A tracker of `flatgrpc` as the original is: three calls, a map in memory, no list. */
export class FlatgrpcForeignTracker implements AsyncDisposable {
  readonly peers = new Map<string, readonly string[]>();
  #server: Server | undefined;

  async start(port = 0): Promise<number> {
    const registerPeer: Unary<{ peer_id: string; files: string[] }, object> = ({ request }, callback) => {
      this.peers.set(request.peer_id, request.files);
      callback(null, { success: true });
    };
    const searchFile: Unary<{ file_name: string }, object> = ({ request }, callback) => {
      const having = [...this.peers].filter(([, files]) => files.includes(request.file_name));
      callback(null, { peers: having.map(([id]) => id) });
    };
    const leavePeer: Unary<{ peer_id: string }, object> = ({ request }, callback) => {
      callback(null, { success: this.peers.delete(request.peer_id) });
    };
    const service = loadService('flatgrpc.proto', 'TrackerService');
    const bound = await serve(
      service,
      { RegisterPeer: registerPeer, SearchFile: searchFile, LeavePeer: leavePeer },
      port,
    );
    this.#server = bound.server;
    return bound.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server?.forceShutdown();
  }
}
