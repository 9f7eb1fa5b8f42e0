import type { Reading } from '#book';
import type { Actor } from '#kernel';
import type { Grant } from '../access/grant.js';
import type { Parts } from '../parts.js';
import type { Asker } from './errors.js';
import { openReading } from './reading.js';

/** Who asks, in which language, and under which trace. */
export interface Caller extends Asker {
  readonly actor: Actor;
  readonly grant: Grant;
}

/** What an operation costs, as the caller is told. */
export interface CostTold {
  readonly requested: number;
  /** The most that one operation may cost. */
  readonly limit: number;
  /** What is left of the minute's budget, and the seconds until it is full again; absent where there is no budget. */
  readonly remaining?: number;
  readonly resetSeconds?: number;
}

/** What resolvers are given beside their arguments. Made anew for each request, and for each value of a subscription. */
export interface EdgeContext extends Caller {
  readonly parts: Parts;
  readonly reading: Reading;
  /** The same reader, having read nothing yet: for answers that outlive a request. */
  freshReading(): Reading;
  /** Contexts of the root fields that were asked for by other clocks, by the name that the field bears in the answer. */
  readonly pasts: Map<string | number, EdgeContext>;
}

export const contextFor = (parts: Parts, { actor, grant, language, traceId, log }: Caller): EdgeContext => {
  const freshReading = () => openReading(parts, { actor, language, programmes: grant.programmes });
  return { parts, actor, grant, language, traceId, log, reading: freshReading(), freshReading, pasts: new Map() };
};
