/** The part of a structured logger that Ayni uses; pino fits. Never hand it a secret. */
export interface Logger {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** For tests and programs that want silence. */
export const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };
