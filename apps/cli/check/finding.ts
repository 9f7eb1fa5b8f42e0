/** Something in a data folder that is not as it should be. */
export interface Finding {
  readonly part: 'backup' | 'ledger' | 'keys' | 'tokens' | 'read models';
  readonly code: string;
  /** Of the event that it is about, or of the last one that a row was made from; absent where it is about no event. */
  readonly position?: bigint | undefined;
  /** What was found, in a sentence. */
  readonly found: string;
  /** What to do about it, in a sentence. */
  readonly remedy: string;
}
