export type PublishingErrorCode =
  | 'ADDRESS_NOT_PUBLIC'
  | 'NOT_REACHED'
  | 'TIMED_OUT'
  | 'REDIRECTED'
  | 'NOT_TAKEN'
  | 'ANSWER_TOO_LONG'
  | 'FILE_NOT_WRITTEN'
  | 'FILE_FOREIGN'
  | 'CHECKPOINT_DIFFERS';

/**
 * Why a checkpoint could not be given away. It is tried again; only after CHECKPOINT_DIFFERS, FILE_FOREIGN, REDIRECTED and
 * ADDRESS_NOT_PUBLIC that helps nobody before somebody has looked.
 */
export class PublishingError extends Error {
  override readonly name = 'PublishingError';
  constructor(
    readonly code: PublishingErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
