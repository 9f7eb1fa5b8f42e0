import type { Actor } from '#kernel';

/** What a caller may do, as their token says. */
export interface Grant {
  /** Names the token, not its secret: for limits, and for closing what it opened when it ends. */
  readonly tokenId: string;
  readonly actor: Actor;
  /** Programmes (UUID) that exist for this caller. */
  readonly programmes: 'all' | ReadonlySet<string>;
  /** Units (UUID) that this caller may record for. */
  readonly units: 'all' | ReadonlySet<string>;
  /** In ms since 1970; absent when it does not end by itself. */
  readonly expiresAt?: number;
}

/** What access says of its work; pino's loggers fit. */
export interface AccessLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
