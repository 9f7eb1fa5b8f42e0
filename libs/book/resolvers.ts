import { auditResolvers } from './audit/audit.resolver.js';
import { championResolvers } from './champion/champion.resolver.js';
import { correctionResolvers } from './correction/correction.resolver.js';
import { decisionResolvers } from './decision/decision.resolver.js';
import { historyResolvers } from './history/history.resolver.js';
import { personResolvers } from './person/person.resolver.js';
import { pilotResolvers } from './pilot/pilot.resolver.js';
import { programmeResolvers } from './programme/programme.resolver.js';
import { unitResolvers } from './unit/unit.resolver.js';
import { waveResolvers } from './wave/wave.resolver.js';

/** The Nest providers of every slice. Apart from the index, so that the domain can be used without Nest. */
export const bookResolvers = [
  ...historyResolvers,
  ...programmeResolvers,
  ...unitResolvers,
  ...decisionResolvers,
  ...pilotResolvers,
  ...waveResolvers,
  ...championResolvers,
  ...personResolvers,
  ...correctionResolvers,
  ...auditResolvers,
];
