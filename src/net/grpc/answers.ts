import type { EventEmitter } from 'node:events';
import type {
  handleBidiStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  Metadata,
  ServerWritableStream,
} from '@grpc/grpc-js';
import { AyniError } from '../../core/errors.ts';
import { toStatus, trailerOf, type Admitted } from './entrance.ts';
import type { DialogMethod, GrpcCall, GrpcCaller, StreamMethod, UnaryMethod } from './grpc-method.ts';

export interface AnswerRules {
  readonly admitted: Admitted;
  /** ms in which a caller has to take a message. */
  readonly stallMs: number;
  /** Aborted when the server stops. */
  readonly ends: AbortSignal;
  /** Told of each call that got in, when it was answered. */
  readonly answered: (path: string, caller: GrpcCaller, error: AyniError | undefined, ms: number) => void;
}

type Call = { readonly metadata: Metadata } & EventEmitter;

/** One call from here to its end. */
class Answering {
  /** Aborted when the call is over, for whatever reason: grpc-js calls each end a cancellation. */
  readonly over: AbortSignal;
  readonly #caller: GrpcCaller;
  readonly #path: string;
  readonly #rules: AnswerRules;
  readonly #begun = performance.now();

  constructor(call: Call, path: string, rules: AnswerRules) {
    const caller = rules.admitted.get(call.metadata);
    if (caller === undefined) throw new AyniError('internal', 'A call that nobody admitted.');
    const over = new AbortController();
    call.once('cancelled', () => over.abort(new AyniError('cut-off', 'The caller ended this call.')));
    this.over = over.signal;
    this.#caller = caller;
    this.#path = path;
    this.#rules = rules;
  }

  call(signal: AbortSignal): GrpcCall {
    return { ...this.#caller, signal };
  }

  /** What follows the answer. */
  get trailer(): Metadata {
    return trailerOf(this.#caller);
  }

  /** Tells of a failure. @returns what its caller is told */
  failed(error: unknown): ReturnType<typeof toStatus> {
    const failure = AyniError.from(error);
    this.done(failure);
    return toStatus(failure.ofRequest(this.#caller.request));
  }

  done(error?: AyniError): void {
    this.#rules.answered(this.#path, this.#caller, error, performance.now() - this.#begun);
  }

  /**
   * Runs out while bytes wait to be taken. The connection is all that can be taken from who takes none: a status would
   * wait behind them.
   * @returns what stops it
   */
  stalls(): () => void {
    const timer = setTimeout(() => this.#caller.socket.destroy(), this.#rules.stallMs);
    const stop = (): void => {
      clearTimeout(timer);
      this.over.removeEventListener('abort', stop);
    };
    this.over.addEventListener('abort', stop);
    if (this.over.aborted) stop();
    return stop;
  }
}

export function answerUnary(method: UnaryMethod, rules: AnswerRules): handleUnaryCall<Buffer, Buffer> {
  return (call, callback) => {
    const answering = new Answering(call, method.path, rules);
    const answer = async (): Promise<void> => {
      try {
        const message = await method.unary(call.request, answering.call(answering.over));
        answering.done();
        answering.stalls();
        callback(null, message, answering.trailer);
      } catch (error) {
        callback(answering.failed(error));
      }
    };
    void answer();
  };
}

export function answerStream(method: StreamMethod, rules: AnswerRules): handleServerStreamingCall<Buffer, Buffer> {
  return (call) => {
    const answering = new Answering(call, method.path, rules);
    const signal = AbortSignal.any([answering.over, rules.ends]);
    const answer = async (): Promise<void> => {
      try {
        await method.stream(call.request, answering.call(signal), (message) => taken(call, message, answering));
        answering.done();
        answering.stalls();
        call.end(answering.trailer);
      } catch (error) {
        const status = answering.failed(error);
        // Of a call that is over nobody is told.
        if (!answering.over.aborted) call.emit('error', status);
      }
    };
    void answer();
  };
}

/** Resolves when the connection took the message. @throws {AyniError} `cut-off` */
async function taken(call: ServerWritableStream<Buffer, Buffer>, message: Buffer, answering: Answering): Promise<void> {
  const { over } = answering;
  over.throwIfAborted();
  const stop = answering.stalls();
  try {
    await new Promise<void>((resolve, reject) => {
      // Of a call that has ended grpc-js tells nothing: only its end does.
      const gone = (): void => reject(AyniError.from(over.reason));
      over.addEventListener('abort', gone, { once: true });
      call.write(message, () => {
        over.removeEventListener('abort', gone);
        if (over.aborted) gone();
        else resolve();
      });
    });
  } finally {
    stop();
  }
}

export function answerDialog(method: DialogMethod, rules: AnswerRules): handleBidiStreamingCall<Buffer, Buffer> {
  return (call) => {
    const answering = new Answering(call, method.path, rules);
    const end = (): void => {
      answering.done();
      call.end(answering.trailer);
    };
    rules.ends.addEventListener('abort', end);
    answering.over.addEventListener('abort', () => rules.ends.removeEventListener('abort', end));
    call.on('data', (message: Buffer) => {
      try {
        // The next one is read when the connection took this.
        call.pause();
        const stop = answering.stalls();
        call.write(method.reply(message), () => {
          stop();
          call.resume();
        });
      } catch (error) {
        call.emit('error', answering.failed(error));
      }
    });
    call.once('end', end);
  };
}
