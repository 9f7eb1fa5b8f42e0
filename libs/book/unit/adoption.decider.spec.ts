import { describe, expect, it } from '@jest/globals';
import { type Event, on } from '#kernel';
import { given } from '../given.js';
import {
  chartered,
  evaluated,
  grav,
  hosle,
  jong,
  nextPlanned,
  nextWaveId,
  opened,
  pilotId,
  planned,
  programme,
  programmeId,
  proposed,
  approved,
  started,
  surveyId,
  tabletsId,
  unknown,
  waveId,
} from '../testing/rollout.js';
import { PilotProposed } from '../pilot/pilot.events.js';
import { WaveCompleted, WavePaused } from '../wave/wave.events.js';
import {
  type AdoptionStatus,
  InterestExpressed,
  InterestWithdrawn,
  ReadinessConfirmed,
  UnitClosed,
  UnitCommitted,
  UnitDeclined,
  UnitEmbedded,
  UnitLapsed,
  UnitReadopted,
  UnitWentLive,
  UnitsMerged,
} from './unit.events.js';

const way = { unitId: jong, solutionId: tabletsId };
const interested = InterestExpressed(way);
const committed = UnitCommitted(way);
const checks = [{ check: 'Teachers have had training', met: true }];
const preparing = ReadinessConfirmed({ ...way, checks });
const live = UnitWentLive(way);
const embedded = UnitEmbedded({ ...way, periods: [] });
const lapsed = UnitLapsed({ ...way, detectedBy: 'REPORT', reason: 'The devices broke' });
const declined = UnitDeclined({ ...way, reason: 'No capacity' });

/** Ways to each state. */
const reached: Readonly<Record<AdoptionStatus, readonly Event[]>> = {
  UNAWARE: [],
  INTERESTED: [interested],
  COMMITTED: [committed],
  PREPARING: [committed, preparing],
  LIVE: [committed, live],
  EMBEDDED: [committed, live, embedded],
  LAPSED: [committed, live, lapsed],
  DECLINED: [declined],
};
const statuses = Object.keys(reached) as AdoptionStatus[];

interface Move {
  readonly from: readonly AdoptionStatus[];
  readonly input?: object;
  readonly event: Event;
  /** The rule that is named in each state from which the step is not taken. */
  readonly refused: Partial<Record<AdoptionStatus, string>>;
}

const everywhere = (code: string, ...but: AdoptionStatus[]): Partial<Record<AdoptionStatus, string>> =>
  Object.fromEntries(statuses.filter((status) => !but.includes(status)).map((status) => [status, code]));

const moves: Readonly<Record<string, Move>> = {
  expressInterest: {
    from: ['UNAWARE', 'DECLINED'],
    event: interested,
    refused: {
      ...everywhere('INTEREST_TOO_LATE', 'UNAWARE', 'DECLINED'),
      INTERESTED: 'ADOPTION_ALREADY_THERE',
    },
  },
  withdrawInterest: {
    from: ['INTERESTED'],
    event: InterestWithdrawn(way),
    refused: everywhere('NO_INTEREST_TO_WITHDRAW', 'INTERESTED'),
  },
  commitUnit: {
    from: ['UNAWARE', 'INTERESTED'],
    event: committed,
    refused: {
      ...everywhere('COMMITMENT_OUT_OF_TURN', 'UNAWARE', 'INTERESTED'),
      COMMITTED: 'ADOPTION_ALREADY_THERE',
    },
  },
  confirmReadiness: {
    from: ['COMMITTED'],
    input: { checks },
    event: preparing,
    refused: { ...everywhere('READINESS_WITHOUT_COMMITMENT', 'COMMITTED'), PREPARING: 'ADOPTION_ALREADY_THERE' },
  },
  recordGoLive: {
    from: ['COMMITTED', 'PREPARING'],
    event: live,
    refused: {
      ...everywhere('GO_LIVE_WITHOUT_COMMITMENT', 'COMMITTED', 'PREPARING'),
      LIVE: 'ADOPTION_ALREADY_THERE',
      EMBEDDED: 'GO_LIVE_HAPPENED',
      LAPSED: 'GO_LIVE_HAPPENED',
    },
  },
  recordLapse: {
    from: ['LIVE', 'EMBEDDED'],
    input: { reason: 'The devices broke' },
    event: lapsed,
    refused: { ...everywhere('LAPSE_WITHOUT_GO_LIVE', 'LIVE', 'EMBEDDED'), LAPSED: 'ADOPTION_ALREADY_THERE' },
  },
  readoptUnit: {
    from: ['LAPSED'],
    event: UnitReadopted(way),
    refused: { ...everywhere('READOPTION_WITHOUT_LAPSE', 'LAPSED'), LIVE: 'ADOPTION_ALREADY_THERE' },
  },
  declineUnit: {
    from: ['UNAWARE', 'INTERESTED', 'COMMITTED', 'PREPARING'],
    input: { reason: 'No capacity' },
    event: declined,
    refused: {
      ...everywhere('DECLINE_AFTER_GO_LIVE', 'UNAWARE', 'INTERESTED', 'COMMITTED', 'PREPARING'),
      DECLINED: 'ADOPTION_ALREADY_THERE',
    },
  },
};

describe.each(Object.entries(moves))('%s', (command, { from, input, event, refused }) => {
  const when = (status: AdoptionStatus) =>
    given(...programme, ...reached[status]).when(command, { programmeId, ...way, ...input });

  it.each(statuses.filter((status) => from.includes(status)))('is taken from %s', (status) => when(status).then(event));
  it.each(statuses.filter((status) => !from.includes(status)))('is refused from %s', (status) =>
    when(status).thenRefused(refused[status]!),
  );
  it('needs a unit that the book knows', () =>
    given(...programme)
      .when(command, { programmeId, ...way, ...input, unitId: unknown })
      .thenRefused('UNIT_UNKNOWN', 'unitId'));
  it('needs a unit that still exists', () =>
    given(...programme, UnitClosed({ unitId: jong, solutionIds: [] }))
      .when(command, { programmeId, ...way, ...input })
      .thenRefused('UNIT_NOT_ACTIVE', 'unitId'));
  it('needs a unit that did not merge into another', () =>
    given(...programme, UnitsMerged({ fromUnitIds: [jong], intoUnitId: grav, eligible: 200, carried: [] }))
      .when(command, { programmeId, ...way, ...input })
      .thenRefused('UNIT_NOT_ACTIVE', 'unitId'));
  it('needs a solution of the programme', () =>
    given(...programme)
      .when(command, { programmeId, ...way, ...input, solutionId: unknown })
      .thenRefused('SOLUTION_UNKNOWN', 'solutionId'));
});

describe('interest', () => {
  const express = (input: object) => given(...programme).when('expressInterest', { programmeId, ...way, ...input });

  it('keeps what woke it', () =>
    express({ trigger: 'VISIBLE_RESULT', sourceUnitId: grav, note: 'Saw it at Grav' }).then(
      InterestExpressed({ ...way, trigger: 'VISIBLE_RESULT', sourceUnitId: grav, note: 'Saw it at Grav' }),
    ));
  it('needs a source that the book knows', () =>
    express({ sourceUnitId: unknown }).thenRefused('UNIT_UNKNOWN', 'sourceUnitId'));
  it('is not woken by the unit itself', () =>
    express({ sourceUnitId: jong }).thenRefused('INTEREST_FROM_ITSELF', 'sourceUnitId'));
  it('is told of one solution, and leaves the others alone', () =>
    given(...programme, committed, live)
      .when('expressInterest', { programmeId, unitId: jong, solutionId: 's-2' })
      .then(InterestExpressed({ unitId: jong, solutionId: surveyId })));
});

describe('readiness', () => {
  const confirm = (...given_: object[]) =>
    given(...programme, committed).when('confirmReadiness', { programmeId, ...way, checks: given_ });

  it('is refused while the first check is not met', () =>
    confirm({ check: 'Wireless network', met: false }).thenRefused('CHECK_NOT_MET', 'checks.0.note'));
  it('is refused while a check is not met, and names it', () =>
    confirm(...checks, { check: 'Wireless network', met: false }).thenRefused('CHECK_NOT_MET', 'checks.1.note'));
  it('takes a check that is not met with a note on how to go on', () =>
    confirm({ check: 'Wireless network', met: false, note: 'Mobile routers until June' }).then(
      ReadinessConfirmed({
        ...way,
        checks: [{ check: 'Wireless network', met: false, note: 'Mobile routers until June' }],
      }),
    ));
  it('needs a check', () => confirm().thenRefused('CHECKS_MISSING', 'checks'));
  it('refuses a check named twice', () =>
    confirm(...checks, ...checks).thenRefused('CHECK_REPEATED', 'checks.1.check'));
});

describe('the setting of a go-live', () => {
  const goLive = (events: readonly Event[], input: object = {}, unitId = jong) =>
    given(...programme, UnitCommitted({ ...way, unitId }), ...events).when('recordGoLive', {
      programmeId,
      ...way,
      unitId,
      ...input,
    });
  const inWave = UnitWentLive({ ...way, waveId });
  const piloting = [proposed, approved, started];

  it('is the open wave that the unit is in', () => goLive([planned, opened]).then(inWave));
  it('is no wave that is not open', () => goLive([planned]).then(live));
  it('is no wave that the unit is not in', () =>
    goLive([planned, opened], {}, hosle).then(UnitWentLive({ ...way, unitId: hosle })));
  it('is the running pilot that the unit is in', () => goLive(piloting).then(UnitWentLive({ ...way, pilotId })));
  it('is the running pilot, also when the unit is not its only one', () => {
    const both = PilotProposed({ ...proposed.data, unitIds: [grav, jong] });
    goLive([both, approved, started]).then(UnitWentLive({ ...way, pilotId }));
  });
  it('is no pilot of another solution', () =>
    goLive([PilotProposed({ ...proposed.data, solutionId: surveyId }), approved, started]).then(live));
  it('is no pilot that has been evaluated, unless it is named', () => goLive([...piloting, evaluated]).then(live));
  it('is the wave rather than the pilot', () => goLive([...piloting, planned, opened]).then(inWave));
  it('is no wave that was planned after that day', () =>
    given(...programme.map((event) => on('2018-01-01', event)), on('2018-01-02', committed), planned, opened)
      .when('recordGoLive', { programmeId, ...way }, { occurredOn: '2018-01-10' })
      .then(live));
  it('may be a wave by the number that people cite, also while it is paused', () =>
    goLive([planned, opened, WavePaused({ waveId, reason: { code: 'CAPACITY' } })], { waveId: 'W-1' }).then(inWave));
  it('may be a pilot that has been evaluated', () =>
    goLive([...piloting, evaluated], { pilotId: 'P-1' }).then(UnitWentLive({ ...way, pilotId })));
  it('follows a unit of the wave that merged into this one', () =>
    goLive(
      [planned, opened, UnitsMerged({ fromUnitIds: [jong], intoUnitId: hosle, eligible: 200, carried: [] })],
      {},
      hosle,
    ).then(UnitWentLive({ ...way, unitId: hosle, waveId })));
  it('follows a unit of the pilot that merged into this one', () =>
    goLive(
      [...piloting, UnitsMerged({ fromUnitIds: [jong], intoUnitId: hosle, eligible: 200, carried: [] })],
      {},
      hosle,
    ).then(UnitWentLive({ ...way, unitId: hosle, pilotId })));

  it('is refused when both are named', () =>
    goLive([planned, opened, ...piloting], { waveId, pilotId }).thenRefused('GO_LIVE_IN_BOTH', 'pilotId'));
  it('is refused when the book knows no such wave', () =>
    goLive([], { waveId: unknown }).thenRefused('WAVE_UNKNOWN', 'waveId'));
  it('is refused when the unit is not in the wave', () =>
    goLive([planned, nextPlanned, opened], { waveId: nextWaveId }).thenRefused('UNIT_NOT_IN_WAVE', 'waveId'));
  it('is refused when the wave brings another solution', () =>
    given(...programme, UnitCommitted({ unitId: jong, solutionId: surveyId }), planned, opened)
      .when('recordGoLive', { programmeId, unitId: jong, solutionId: surveyId, waveId })
      .thenRefused('UNIT_NOT_IN_WAVE', 'waveId'));
  it('is refused before the wave opens', () =>
    goLive([planned], { waveId }).thenRefused('GO_LIVE_WAVE_NOT_OPEN', 'waveId'));
  it('is refused after the wave was completed', () =>
    goLive([planned, opened, WaveCompleted({ waveId })], { waveId }).thenRefused('GO_LIVE_WAVE_NOT_OPEN', 'waveId'));
  it('is refused when the book knows no such pilot', () =>
    goLive([], { pilotId: unknown }).thenRefused('PILOT_UNKNOWN', 'pilotId'));
  it('is refused when the unit is not in the pilot', () =>
    goLive(piloting, { pilotId }, hosle).thenRefused('UNIT_NOT_IN_PILOT', 'pilotId'));
  it('is refused before the pilot starts', () =>
    goLive([proposed], { pilotId }).thenRefused('GO_LIVE_PILOT_NOT_RUNNING', 'pilotId'));
});

describe('the clock of a way', () => {
  const early = programme.map((event) => on('2018-01-01', event));

  it('does not run backwards', () =>
    given(...early, on('2018-01-10', committed))
      .when('recordGoLive', { programmeId, ...way }, { occurredOn: '2018-01-09' })
      .thenRefused('OCCURRED_OUT_OF_ORDER', 'record.occurredOn'));
  it('runs for each unit by itself', () =>
    given(...early, on('2018-01-10', committed))
      .when('commitUnit', { programmeId, ...way, unitId: grav }, { occurredOn: '2018-01-05' })
      .then(UnitCommitted({ ...way, unitId: grav })));
  it('begins when the solution joins the programme', () =>
    given(on('2018-01-01', chartered), ...programme.slice(1))
      .when('commitUnit', { programmeId, ...way }, { occurredOn: '2018-01-14' })
      .thenRefused('OCCURRED_BEFORE_ITS_SUBJECT', 'record.occurredOn'));
  it('does not go back behind a merger that something came along by', () => {
    const along = { solutionId: tabletsId, fromUnitIds: [jong], status: 'COMMITTED' as const, milestones: {} };
    given(
      ...early,
      on('2018-01-02', committed),
      on('2018-01-10', UnitsMerged({ fromUnitIds: [jong], intoUnitId: grav, eligible: 200, carried: [along] })),
    )
      .when('recordGoLive', { programmeId, ...way, unitId: grav }, { occurredOn: '2018-01-09' })
      .thenRefused('OCCURRED_OUT_OF_ORDER', 'record.occurredOn');
  });
  it('takes a year of steps of one unit', () => {
    const steps = [committed, live, lapsed, UnitReadopted(way)].map((event, n) => on(`2018-0${n + 1}-02`, event));
    expect(
      given(...early, ...steps)
        .when('recordLapse', { programmeId, ...way, reason: 'Again' }, { today: '2018-12-01' })
        .events(),
    ).toHaveLength(1);
  });
});
