import type { ServerInterceptor } from '@grpc/grpc-js';
import type { Grpc } from './load-grpc.ts';
import type { PlacedRequest } from './request-room.ts';

/**
 * Ends a call whose request is not complete within `ms`: gRPC has a deadline only where the caller sets one.
 * @param place takes room for the request of a caller, `address:port`
 */
export function requestDeadline(
  grpc: Grpc,
  ms: number,
  place: (peer: string) => PlacedRequest | undefined,
): ServerInterceptor {
  return (_method, call) => {
    let timer: NodeJS.Timeout | undefined;
    const placed = place(call.getPeer());
    return new grpc.ServerInterceptingCall(call, {
      start(next) {
        const details = `The request is not complete after ${ms / 1000} s.`;
        timer = setTimeout(() => call.sendStatus({ code: grpc.status.DEADLINE_EXCEEDED, details }), ms);
        next(
          new grpc.ServerListenerBuilder()
            .withOnReceiveMessage((message: unknown, pass) => {
              if (Buffer.isBuffer(message)) placed?.came(message.length);
              pass(message);
            })
            .withOnReceiveHalfClose((pass) => {
              clearTimeout(timer);
              placed?.whole();
              pass();
            })
            .withOnCancel(() => {
              clearTimeout(timer);
              // Every end of a call is told as this one.
              placed?.over();
            })
            .build(),
        );
      },
    });
  };
}
