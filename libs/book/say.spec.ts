import { describe as suite, expect, it } from '@jest/globals';
import { languages, on, placeholdersOf, recorded } from '#kernel';
import { mutationInputs } from '#schema';
import { z } from 'zod';
import { bookEvents } from './book.state.js';
import { refuseInBook } from './book.words.js';
import { commands } from './decide.js';
import { DecisionRecordCorrected } from './decision/decision.events.js';
import { describe, refusalPhrases, sayRefusal, sentences } from './say.js';
import { UnitEnrolled, UnitWentLive } from './unit/unit.events.js';
import { refuse as refuseUnit } from './unit/unit.words.js';
import { WaveCancelled, WaveRescheduled } from './wave/wave.events.js';
import { refuse as refuseWave } from './wave/wave.words.js';

/** Does an event's data have a field at this path? A number is a place in a list. */
const hasPath = (schema: unknown, path: readonly string[]): boolean => {
  const json = schema as { properties?: Record<string, unknown>; items?: unknown; anyOf?: unknown[] };
  const [name, ...rest] = path;
  if (name === undefined) return true;
  if (json.items) return hasPath(json.items, /^\d+$/.test(name) ? rest : path);
  const property = json.properties?.[name];
  return property !== undefined && hasPath(property, rest);
};

suite('what the book says', () => {
  it.each(bookEvents.map((definition) => [definition.type, definition] as const))(
    'has a sentence for %s in every language, made of its own fields and never of personal ones',
    (type, { schema, personalPaths }) => {
      const json = z.toJSONSchema(schema, { unrepresentable: 'any' });
      for (const language of languages) {
        const sentence = sentences[type]?.[language] ?? '';
        expect(sentence).toMatch(/[.}\]]$/);
        for (const placeholder of placeholdersOf(sentence)) {
          expect({ placeholder, known: hasPath(json, placeholder.split('.')) }).toEqual({ placeholder, known: true });
          expect(personalPaths).not.toContain(placeholder);
        }
      }
    },
  );

  it('has no sentence for an event that there is not', () =>
    expect(Object.keys(sentences).sort()).toEqual(bookEvents.map(({ type }) => type).sort()));

  it.each(Object.entries(refusalPhrases))('says %s in every language with the same values', (_code, phrase) => {
    const values = new Set(placeholdersOf(phrase.en));
    for (const language of languages) {
      expect(phrase[language]).toMatch(/[.!?)»“”"}\]]$/);
      expect(new Set(placeholdersOf(phrase[language]))).toEqual(values);
    }
  });

  it('has a command for each mutation, and a mutation for each command', () =>
    expect(Object.keys(commands).sort()).toEqual(Object.keys(mutationInputs).sort()));

  const waveId = '11111111-0000-4000-8000-000000000001';
  const unitId = '11111111-0000-4000-8000-000000000002';
  const names = new Map([
    [waveId, 'W-1 First wave'],
    [unitId, 'Bekkestua'],
  ]);
  const [rescheduled, live] = recorded([
    on(
      '2016-04-01',
      WaveRescheduled({
        waveId,
        plannedStart: '2016-08-15',
        plannedEnd: '2016-12-20',
        previously: { plannedStart: '2016-01-11', plannedEnd: '2016-06-17' },
        afterBaseline: true,
        reason: { code: 'PROCUREMENT' },
      }),
    ),
    UnitWentLive({ unitId, solutionId: waveId }),
  ]);

  it('names things, orders dates as the reader does, and turns codes into words', () => {
    const said = describe(rescheduled!, 'nb', (id) => names.get(id));
    expect(said).toContain('W-1 First wave');
    expect(said).toContain('15. august 2016');
    expect(said).not.toContain('PROCUREMENT');
  });

  it('leaves out what was not told', () => {
    for (const language of languages) {
      const said = describe(live!, language, (id) => names.get(id));
      expect(said).toContain('Bekkestua');
      expect(said).not.toMatch(/[–[\]{}]/);
    }
  });

  it.each(['2018-13-45', '2018-02-30', '{unit}', 'constructor'])('takes a name like %s as it is', (name) => {
    const [enrolled] = recorded([UnitEnrolled({ unitId, name, eligible: 100, externalIds: [] })]);
    for (const language of languages) expect(describe(enrolled!, language, () => undefined)).toContain(name);
  });

  it.each(['LIVE', 'PROCUREMENT', '2018-01-15', unitId, waveId])(
    'never takes what people wrote, %s, for a code, a day or an id',
    (name) => {
      const [enrolled, moved] = recorded([
        UnitEnrolled({ unitId, name, eligible: 100, externalIds: [] }),
        WaveCancelled({ waveId, afterBaseline: true, reason: { code: 'OTHER', text: name } }),
      ]);
      for (const language of languages) {
        expect(describe(enrolled!, language, (id) => names.get(id))).toContain(name);
        expect(describe(moved!, language, (id) => names.get(id))).toContain(name);
        expect(sayRefusal(refuseUnit('UNIT_NOT_ACTIVE', { unit: name }), language)).toContain(name);
      }
    },
  );

  it('says the codes and the days of a refusal', () => {
    const refusal = refuseWave('WAVE_ENDED', { wave: 'W-1', status: 'CANCELLED' });
    for (const language of languages) expect(sayRefusal(refusal, language)).not.toContain('CANCELLED');
    expect(sayRefusal(refuseInBook('OCCURRED_IN_FUTURE', { occurredOn: '2018-01-15' }), 'nb')).toContain(
      '15. januar 2018',
    );
  });

  it('says a corrected day of a decision as a day, and a corrected title as it is', () => {
    const corrected = (field: 'TITLE' | 'REVIEW_ON') =>
      recorded([DecisionRecordCorrected({ decisionId: waveId, field, value: '2018-01-15', reason: 'Minutes' })])[0]!;
    expect(describe(corrected('REVIEW_ON'), 'nb', () => undefined)).toContain('15. januar 2018');
    expect(describe(corrected('TITLE'), 'nb', () => undefined)).toContain('2018-01-15');
  });

  it('gives the code of a rule that it has no words for', () =>
    expect(sayRefusal({ refused: 'FROM_ANOTHER_BUILD', values: {} }, 'nb')).toBe('FROM_ANOTHER_BUILD'));
});
