import { type Recorded, type SealedField, carry, change, projection } from '#kernel';
import type { ErasureDecision, PersonalDataStatus } from '#schema';
import type { BookEvent } from '../book.state.js';

/** A person whose data a book holds, and what holds for that data. */
export interface PersonRow {
  readonly status: PersonalDataStatus;
  /** The name and address that the book was last told, for where only the person is named; null once erased. */
  readonly sealedName: SealedField | null;
  readonly sealedEmail: SealedField | null;
  /** The request that waits for a decision. */
  readonly openRequestId: string | null;
  readonly requestedOn: string | null;
  readonly decidedOn: string | null;
  readonly ground: string | null;
}

const unnamed: PersonRow = {
  status: 'KEPT',
  sealedName: null,
  sealedEmail: null,
  openRequestId: null,
  requestedOn: null,
  decidedOn: null,
  ground: null,
};

/** The book tells of a person: for the first time, or again, perhaps with another name. `at` is where they stand in the event. */
const met =
  (at: string) =>
  (row: PersonRow = unnamed, event: Recorded<BookEvent>): PersonRow => ({
    ...row,
    sealedName: carry(event, `${at}name`) ?? row.sealedName,
    sealedEmail: carry(event, `${at}email`) ?? row.sealedEmail,
  });

type Decided = Extract<BookEvent, { type: 'PersonalDataErased' | 'PersonalDataRestricted' | 'ErasureRefused' }>;

const decided = (row: PersonRow, { data, occurredOn }: Recorded<Decided>): PersonRow => ({
  ...row,
  openRequestId: null,
  decidedOn: occurredOn,
  ground: data.ground,
});

export const persons = projection<PersonRow, BookEvent>('person', 1, {
  columns: {
    status: 'text',
    sealedName: 'json',
    sealedEmail: 'json',
    openRequestId: 'text',
    requestedOn: 'text',
    decidedOn: 'text',
    ground: 'text',
  },
  key: 'personId',
  on: {
    ProgrammeChartered: { keys: ({ data }) => data.owner.personId ?? [], row: met('owner.') },
    PilotProposed: { keys: ({ data }) => data.motivatedLeader.personId ?? [], row: met('motivatedLeader.') },
    ChampionNominated: met(''),
    ErasureRequested: change((row, { data, occurredOn }) => ({
      ...row,
      openRequestId: data.requestId,
      requestedOn: occurredOn,
    })),
    PersonalDataErased: change((row, event) => ({
      ...decided(row, event),
      status: 'ERASED',
      sealedName: null,
      sealedEmail: null,
    })),
    PersonalDataRestricted: change((row, event) => ({ ...decided(row, event), status: 'RESTRICTED' })),
    ErasureRefused: change((row, event) => decided(row, event)),
  },
});

/** A request to erase somebody's data, and what came of it: the line of the erasure register. */
export interface ErasureRow {
  readonly personId: string;
  readonly requestedOn: string;
  readonly decision: ErasureDecision | null;
  readonly decidedOn: string | null;
  readonly ground: string | null;
}

const settled = (decision: ErasureDecision) =>
  change((row: ErasureRow, { data, occurredOn }: Recorded<Decided>) => ({
    ...row,
    decision,
    decidedOn: occurredOn,
    ground: data.ground,
  }));

export const erasures = projection<ErasureRow, BookEvent>('erasure', 1, {
  columns: { personId: 'text', requestedOn: 'text', decision: 'text', decidedOn: 'text', ground: 'text' },
  indexes: [['personId']],
  key: 'requestId',
  on: {
    ErasureRequested: (_row, { data: { personId }, occurredOn }) => ({
      personId,
      requestedOn: occurredOn,
      decision: null,
      decidedOn: null,
      ground: null,
    }),
    PersonalDataErased: settled('ERASE'),
    PersonalDataRestricted: settled('RESTRICT'),
    ErasureRefused: settled('REFUSE'),
  },
});

export const personProjections = [persons, erasures];
