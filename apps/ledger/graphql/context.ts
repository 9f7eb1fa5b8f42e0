import type { Reading } from '#book';
import type { Actor } from '#kernel';
import type { Parts } from '../parts.js';
import type { Asker } from './errors.js';
import { openReading } from './reading.js';

/** Who asks, in which language, and under which trace. */
export interface Caller extends Asker {
  readonly actor: Actor;
}

/** What resolvers are given beside their arguments. Made anew for each request, and for each value of a subscription. */
export interface EdgeContext extends Caller {
  readonly parts: Parts;
  readonly reading: Reading;
  /** The same reader, having read nothing yet: for answers that outlive a request. */
  freshReading(): Reading;
  /** A GET request may only read. */
  readonly readOnly?: boolean;
  readonly operationName?: string | undefined;
}

export const contextFor = (parts: Parts, { actor, language, traceId, log }: Caller): EdgeContext => {
  const freshReading = () => openReading(parts, { actor, language });
  return { parts, actor, language, traceId, log, reading: freshReading(), freshReading };
};
