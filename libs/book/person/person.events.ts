import { type EventOf, event } from '#kernel';
import { z } from 'zod';
import { id, text } from '../fields.js';

const ofPerson = { subject: (d: { personId: string }) => d.personId };

/** Somebody asked that a person's data be erased (GDPR article 17). */
export const ErasureRequested = event('ErasureRequested', 1, z.strictObject({ personId: id, requestId: id }), ofPerson);

/** It was decided to erase: the key that opens the person's data is destroyed. What they did still counts. */
export const PersonalDataErased = event(
  'PersonalDataErased',
  1,
  z.strictObject({ personId: id, requestId: id, ground: text }),
  ofPerson,
);

/** It was decided to keep the data and show it to nobody (GDPR article 18). */
export const PersonalDataRestricted = event(
  'PersonalDataRestricted',
  1,
  z.strictObject({ personId: id, requestId: id, ground: text }),
  ofPerson,
);

/** It was decided not to erase, on a stated ground. */
export const ErasureRefused = event(
  'ErasureRefused',
  1,
  z.strictObject({ personId: id, requestId: id, ground: text }),
  ofPerson,
);

export const personEvents = [ErasureRequested, PersonalDataErased, PersonalDataRestricted, ErasureRefused] as const;
export type PersonEvent = EventOf<typeof personEvents>;
