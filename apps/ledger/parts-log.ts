/** What the parts say of their work; pino's loggers fit. */
export interface PartsLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
