import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type StoredEvent, UnreadableEvent, type Upcaster, catalogueOf, streamOf } from './catalogue.js';
import { type EventDefinition, event } from './event.js';
import { newId, recorded, testProgrammeId } from './given-when-then.js';
import { personal } from './personal.js';

const id = z.uuid();
const Opened = event('Opened', 2, z.strictObject({ doorId: id, doorName: z.string() }), { subject: (d) => d.doorId });
const Closed = event('Closed', 1, z.strictObject({ doorId: id }), { subject: (d) => d.doorId });
const definitions: readonly EventDefinition[] = [Opened, Closed];

/** Version 1 called it `name`. */
const renamed: Upcaster = {
  type: 'Opened',
  from: 1,
  upcast: (data) => {
    const { name, ...rest } = data as { name: string };
    return { ...rest, doorName: name };
  },
};
const catalogue = catalogueOf(definitions, [renamed]);

const [inLedger] = recorded([Opened({ doorId: newId(1), doorName: 'Front' })]);
const { position: _position, ...line } = inLedger!;
const place = { stream: streamOf(testProgrammeId), revision: 0n, position: 1n };
const stored = (changes: Partial<StoredEvent> = {}): StoredEvent => ({
  ...catalogue.encode(line),
  ...place,
  ...changes,
});
const metadata = stored().metadata as object;
const faultOf = (event_: StoredEvent): UnreadableEvent => {
  try {
    catalogue.decode(event_);
  } catch (error) {
    if (error instanceof UnreadableEvent) return error;
  }
  throw new Error('it was read');
};

describe('the catalogue of events', () => {
  it('reads what it wrote', () => expect(catalogue.decode(stored())).toEqual(inLedger));

  it('reads a line with every ground that it can have', () => {
    const full = {
      ...line,
      commandDigest: 'digest',
      causationId: newId(9),
      legalBasis: 'Kommuneloven § 5-3',
      evidence: [{ title: 'Minutes', uri: 'urn:case:1', evidenceDate: '2018-01-01', synthetic: true }],
    };
    expect(catalogue.decode({ ...catalogue.encode(full), ...place })).toEqual({ ...full, position: 1n });
  });

  it('brings an older version up to date', () => {
    const old = stored({ data: { doorId: newId(1), name: 'Front' }, metadata: { ...metadata, version: 1 } });
    expect(catalogue.decode(old)).toMatchObject({ version: 2, data: { doorId: newId(1), doorName: 'Front' } });
  });

  it('names an older version that nothing brings up to date', () => {
    const fault = (() => {
      try {
        return catalogueOf(definitions).decode(stored({ metadata: { ...metadata, version: 1 } }));
      } catch (error) {
        return error;
      }
    })();
    expect(fault).toMatchObject({
      code: 'EVENT_UNKNOWN',
      message: expect.stringContaining('version 1 has no upcaster'),
    });
  });

  it('names a version that is newer than this build', () =>
    expect(faultOf(stored({ metadata: { ...metadata, version: 3 } }))).toMatchObject({ code: 'EVENT_UNKNOWN' }));

  it('names an event that it does not know, and where it stands', () => {
    const fault = faultOf(stored({ type: 'Painted', position: 17n }));
    expect(fault.code).toBe('EVENT_UNKNOWN');
    expect(fault.message).toContain('Painted');
    expect(fault.message).toContain('position 17');
  });

  it.each([
    ['a field is missing', { data: { doorId: newId(1) } }],
    ['a field is there that should not be', { data: { doorId: newId(1), doorName: 'Front', colour: 'red' } }],
    ['a field is of another kind', { data: { doorId: 'front', doorName: 'Front' } }],
    ['the data is no object', { data: 'Front' }],
    ['the metadata lacks a clock', { metadata: { ...metadata, recordedAt: undefined } }],
    ['the metadata has a field that nobody knows', { metadata: { ...metadata, mood: 'good' } }],
    ['there is no metadata', { metadata: undefined }],
  ])('names an event that is broken: %s', (_what, changes) =>
    expect(faultOf(stored(changes))).toMatchObject({ code: 'EVENT_BROKEN' }),
  );

  it('does not write what breaks the event’s own schema', () =>
    expect(() => catalogue.encode({ ...line, data: { doorId: newId(1), doorName: 7 } })).toThrow(
      /breaks its own schema/,
    ));

  it('does not take two events of one name', () => expect(() => catalogueOf([Closed, Closed])).toThrow(/same name/));
});

describe('an event', () => {
  it('knows its personal fields, however deep', () => {
    const person = z.strictObject({ personId: id, name: personal(z.string()).optional() });
    const Met = event('Met', 1, z.strictObject({ meetingId: id, guest: person.optional() }), {
      subject: (d) => d.meetingId,
    });
    expect(Met.personalPaths).toEqual(['guest.name']);
  });

  it('does not keep persons in a list, where no key could be told from another', () => {
    const people = z.array(z.strictObject({ personId: id, name: personal(z.string()) }));
    expect(() => event('Met', 1, z.strictObject({ meetingId: id, people }), { subject: (d) => d.meetingId })).toThrow(
      /list/,
    );
  });
});
