/** Where trouble is told. Pino's logger fits; nothing when absent. */
export interface Log {
  warn(values: object, message: string): void;
  error(values: object, message: string): void;
}
