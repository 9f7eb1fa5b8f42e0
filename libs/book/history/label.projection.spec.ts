import { describe, expect, it } from '@jest/globals';
import { type Event, type Kept, newId, recorded, step } from '#kernel';
import { ChampionNominated } from '../champion/champion.events.js';
import { DecisionRecordCorrected } from '../decision/decision.events.js';
import { EscalationRaised } from '../programme/programme.events.js';
import {
  chartered,
  decisionId,
  jong,
  needed,
  pilotId,
  planned,
  programme,
  programmeId,
  proposed,
  tabletsId,
  waveId,
} from '../testing/rollout.js';
import { UnitDetailsChanged } from '../unit/unit.events.js';
import { WaveRenamed } from '../wave/wave.events.js';
import { type LabelRow, labels } from './label.projection.js';

/** What things are called after the events, each told twice. */
const labelsAfter = (...events: readonly Event[]): Record<string, string> => {
  const rows = new Map<string, Kept<LabelRow>>();
  for (const event of recorded(events).flatMap((each) => [each, each]))
    for (const key of labels.keysOf(event)) rows.set(key, step(labels, rows.get(key), event, key)!);
  return Object.fromEntries([...rows].map(([key, { row }]) => [key, row.label]));
};
const labelOf = (id: string, ...events: readonly Event[]) => labelsAfter(...events)[id];

describe('in sentences', () => {
  it.each([
    ['a programme', programmeId, 'Digital school day', chartered],
    ['a solution', tabletsId, 'Tablets', programme[1]],
    ['a unit', jong, 'Jong', programme[3]],
    ['a decision', decisionId, 'D-1 Roll out tablets', needed],
    ['a pilot', pilotId, 'P-1 First schools', proposed],
    ['a wave', waveId, 'W-1 First wave', planned],
  ])('%s is called by its name, with the number that people cite', (_what, id, label, event: Event) =>
    expect(labelsAfter(event)).toEqual({ [id]: label }),
  );
  it('an escalation is called by its number', () =>
    expect(
      labelOf(
        newId(1),
        EscalationRaised({ escalationId: newId(1), ref: 'E-1', about: 'Money', answerDueBy: '2018-03-01' }),
      ),
    ).toBe('E-1'));
  it('a champion is called by number, never by name', () => {
    const nominated = ChampionNominated({
      championId: newId(2),
      ref: 'C-1',
      unitId: jong,
      personId: newId(3),
      name: 'Synthetic Person 1',
      rationale: 'Others ask them for help.',
      route: 'PEER',
      expiresOn: '2018-02-14',
    });
    expect(labelsAfter(nominated)).toEqual({ [newId(2)]: 'C-1' });
  });

  it('a unit bears its newest name, and keeps it when something else changes', () => {
    const renamed = UnitDetailsChanged({ unitId: jong, name: 'Jong and Grav' });
    expect(labelOf(jong, programme[3], renamed)).toBe('Jong and Grav');
    expect(labelOf(jong, programme[3], UnitDetailsChanged({ unitId: jong, eligible: 20 }))).toBe('Jong');
  });
  it('a wave keeps its number when it is renamed', () =>
    expect(labelOf(waveId, planned, WaveRenamed({ waveId, name: 'Schools by the fjord' }))).toBe(
      'W-1 Schools by the fjord',
    ));
  it('a decision keeps its number when its title is corrected, and its name when something else is', () => {
    const correct = (field: 'TITLE' | 'FORUM') =>
      DecisionRecordCorrected({ decisionId, field, value: 'Lease the tablets', reason: 'Misread' });
    expect(labelOf(decisionId, needed, correct('TITLE'))).toBe('D-1 Lease the tablets');
    expect(labelOf(decisionId, needed, correct('FORUM'))).toBe('D-1 Roll out tablets');
  });
});
