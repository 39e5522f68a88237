import type { ServerInterceptor } from '@grpc/grpc-js';
import type { Grpc } from './load-grpc.ts';

/** Ends a call whose request is not complete within `ms`: gRPC has a deadline only where the caller sets one. */
export function requestDeadline(grpc: Grpc, ms: number): ServerInterceptor {
  return (_method, call) => {
    let timer: NodeJS.Timeout | undefined;
    return new grpc.ServerInterceptingCall(call, {
      start(next) {
        const details = `The request is not complete after ${ms / 1000} s.`;
        timer = setTimeout(() => call.sendStatus({ code: grpc.status.DEADLINE_EXCEEDED, details }), ms);
        next(
          new grpc.ServerListenerBuilder()
            .withOnReceiveHalfClose((pass) => {
              clearTimeout(timer);
              pass();
            })
            .withOnCancel(() => clearTimeout(timer))
            .build(),
        );
      },
    });
  };
}
