/**
 * How long a process and the server wait for one another that says nothing, in milliseconds. Each is longer than the one
 * before it: who leads has given up by itself, and what it had begun has been broken off, before another can begin to lead.
 */
export const silence = {
  /** A process that leads waits for an answer; then it no longer counts on leading. */
  answer: 2_000,
  /**
   * The server waits for a transaction that stands still. A process that is frozen, or was cut off, in the middle of one would
   * otherwise keep out whoever takes over its work, for as long as its connection seems to live.
   */
  transaction: 2_500,
  /** The server waits for a process that leads, and for a transaction that holds on to a term. Then the lead is another's. */
  leader: 4_000,
  /** A process waits for the answer to a statement, beyond what the statement may take: then the server itself is gone. */
  server: 5_000,
} as const;
