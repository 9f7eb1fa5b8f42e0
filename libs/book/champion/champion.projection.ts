import { type Recorded, type SealedField, carry, change, projection } from '#kernel';
import type { ChampionStatus, NominationRoute } from '#schema';
import type { BookEvent } from '../book.state.js';

/** What the book tells of a champion. What is about the person stays sealed until it is shown. */
export interface ChampionRow {
  readonly ref: string;
  /** The number in `ref`, to sort by. */
  readonly number: number;
  readonly unitId: string;
  readonly solutionId: string | null;
  readonly status: ChampionStatus;
  readonly route: NominationRoute;
  readonly personId: string;
  /** Null when somebody known was nominated again: the name is then in the person's own row. */
  readonly sealedName: SealedField | null;
  readonly sealedEmail: SealedField | null;
  readonly sealedRationale: SealedField | null;
  /** Pseudonym of whoever wrote the nomination. */
  readonly nominatedBy: string;
  readonly nominatedOn: string;
  readonly expiresOn: string;
  readonly acceptedOn: string | null;
  readonly leftOn: string | null;
  readonly expectedReturn: string | null;
  readonly changeAgent: boolean;
  readonly appointedOn: string | null;
  readonly percent: number | null;
  readonly mandate: string | null;
  readonly lastRecognisedOn: string | null;
  readonly sealedRecognition: SealedField | null;
  readonly recognitions: number;
}

type ChampionNominated = Extract<BookEvent, { type: 'ChampionNominated' }>;

const nominated = (event: Recorded<ChampionNominated>): ChampionRow => {
  const { ref, unitId, solutionId, route, personId, expiresOn } = event.data;
  return {
    ref,
    number: Number(ref.slice(2)),
    unitId,
    solutionId: solutionId ?? null,
    status: 'NOMINATED',
    route,
    personId,
    sealedName: carry(event, 'name') ?? null,
    sealedEmail: carry(event, 'email') ?? null,
    sealedRationale: carry(event, 'rationale') ?? null,
    nominatedBy: event.actor.id,
    nominatedOn: event.occurredOn,
    expiresOn,
    acceptedOn: null,
    leftOn: null,
    expectedReturn: null,
    changeAgent: false,
    appointedOn: null,
    percent: null,
    mandate: null,
    lastRecognisedOn: null,
    sealedRecognition: null,
    recognitions: 0,
  };
};

export const champions = projection<ChampionRow, BookEvent>('champion', 1, {
  columns: {
    ref: 'text',
    number: 'integer',
    unitId: 'text',
    solutionId: 'text',
    status: 'text',
    route: 'text',
    personId: 'text',
    sealedName: 'json',
    sealedEmail: 'json',
    sealedRationale: 'json',
    nominatedBy: 'text',
    nominatedOn: 'text',
    expiresOn: 'text',
    acceptedOn: 'text',
    leftOn: 'text',
    expectedReturn: 'text',
    changeAgent: 'flag',
    appointedOn: 'text',
    percent: 'real',
    mandate: 'text',
    lastRecognisedOn: 'text',
    sealedRecognition: 'json',
    recognitions: 'integer',
  },
  indexes: [['unitId'], ['personId']],
  key: 'championId',
  on: {
    ChampionNominated: (_row, event) => nominated(event),
    NominationAccepted: change((row, { occurredOn }) => ({ ...row, status: 'ACTIVE', acceptedOn: occurredOn })),
    NominationDeclined: change((row) => ({ ...row, status: 'DECLINED' })),
    NominationExpired: change((row) => ({ ...row, status: 'EXPIRED' })),
    TimeAllocated: change((row, { data: { percent } }) => ({ ...row, percent })),
    ChangeAgentAppointed: change((row, { data, occurredOn }) => ({
      ...row,
      changeAgent: true,
      appointedOn: occurredOn,
      mandate: data.mandate ?? null,
    })),
    ChampionMoved: change((row, { data }) => ({ ...row, unitId: data.toUnitId })),
    ChampionRecognised: change((row, event) => ({
      ...row,
      lastRecognisedOn: event.occurredOn,
      sealedRecognition: carry(event, 'what') ?? null,
      recognitions: row.recognitions + 1,
    })),
    ChampionWentOnLeave: change((row, { data }) => ({
      ...row,
      status: 'ON_LEAVE',
      expectedReturn: data.expectedReturn ?? null,
    })),
    ChampionReturned: change((row) => ({ ...row, status: 'ACTIVE', expectedReturn: null })),
    ChampionLeft: change((row, { occurredOn }) => ({
      ...row,
      status: 'LEFT',
      leftOn: occurredOn,
      expectedReturn: null,
    })),
  },
});

export const championProjections = [champions];
