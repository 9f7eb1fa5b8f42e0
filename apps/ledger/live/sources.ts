import { type AdoptionProgress, adoptionProgressOf } from '#book';
import { plainId, streamOf } from '#kernel';
import { refuseInLedger } from '#ledger';
import type { EdgeContext } from '../graphql/context.js';
import type { Sources } from '../graphql/edge-schema.js';
import { refused } from '../graphql/errors.js';
import type { Parts } from '../parts.js';
import type { Books } from './books.js';
import { ledgerEvents } from './ledger-events.js';
import { Shared, newest, once } from './newest.js';

interface OfProgramme {
  readonly programmeId: string;
}

/** The plain id of a book that is there. What nobody has opened cannot be followed. */
const bookOf = async ({ store }: Parts, { programmeId }: OfProgramme, { language }: EdgeContext): Promise<string> => {
  const plain = plainId(programmeId);
  for await (const _line of store.read(streamOf(plain), { max: 1 })) return plain;
  throw refused(refuseInLedger('PROGRAMME_UNKNOWN', { programmeId }, 'programmeId'), language);
};

/** Positions move on with every event, also with those that change none of the numbers. */
const newsOf = once((progress: AdoptionProgress): string =>
  JSON.stringify(progress, (name, value: unknown) => (name === 'position' || name === 'sources' ? undefined : value)),
);

/** What a programme has come to changes with its lines, and with the day: waves slip and decisions wait by the day. */
const onProjectedOrNewDay = ({ readModels, days }: Parts, programmeId: string, ring: () => void) => {
  const stops = [
    readModels.onProjected(({ programmeIds }) => {
      if (programmeIds.has(programmeId)) ring();
    }),
    days.onChange(ring),
  ];
  return () => stops.forEach((stop) => stop());
};

/** Where the values of each subscription come from. */
export const subscriptionSources = (parts: Parts, books: Books): Sources => {
  const { readModels } = parts;
  const shared = new Shared<AdoptionProgress | undefined>();

  return {
    async ledgerEvents(args: OfProgramme & { after?: bigint | null }, context) {
      return ledgerEvents(parts.store, books, { programmeId: await bookOf(parts, args, context), after: args.after });
    },
    async adoptionProgress(args: OfProgramme, context) {
      const programmeId = await bookOf(parts, args, context);
      return newest({
        look: () => {
          const reading = context.freshReading();
          return shared.get(`${programmeId} ${reading.today}`, readModels.position(), () =>
            adoptionProgressOf(reading, programmeId),
          );
        },
        onChange: (ring) => onProjectedOrNewDay(parts, programmeId, ring),
        newsOf,
      });
    },
  };
};
