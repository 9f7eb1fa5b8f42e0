import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { generateSchema } from './generate-schema.js';
import { readSdl } from './generate-inputs.js';
import { declarationsFile, readDeclarations, releasedFile, schemaProblems } from './schema-changes.js';

const today = generateSchema(readSdl());

describe('the complete schema', () => {
  it('is what the files of the slices make together', () =>
    expect(printSchema(lexicographicSortSchema(buildSchema(today)))).toBe(
      printSchema(lexicographicSortSchema(buildSchema(readSdl()))),
    ));

  it('puts what the slices extend into one place, in order', () =>
    expect(
      generateSchema('extend type Query { b: Int @x } directive @x on FIELD_DEFINITION extend type Query { a: Int }'),
    ).toContain('type Query {\n  a: Int\n  b: Int @x\n}'));
});

describe('a change of the schema', () => {
  it('breaks nothing today that is not declared', () =>
    expect(
      schemaProblems(
        readFileSync(releasedFile, 'utf8'),
        today,
        readDeclarations(readFileSync(declarationsFile, 'utf8')),
      ),
    ).toEqual([]));

  const before = 'type Query { wave(id: ID): Wave } type Wave { name: String! note: String }';
  const removed = 'Wave.note was removed.';
  const reason = 'Nobody filled it in; read the changes instead.';

  it.each([
    ['a field that is gone', before.replace('note: String', ''), removed],
    [
      'a field that may be null now',
      before.replace('String!', 'String'),
      'Wave.name changed type from String! to String.',
    ],
    [
      'an argument that is needed now',
      before.replace('(id: ID)', '(id: ID, programmeId: ID!)'),
      'A required arg programmeId on Query.wave was added.',
    ],
  ])('is refused when it breaks clients: %s', (_what, after, change) =>
    expect(schemaProblems(before, after, [])).toEqual([`breaks clients: ${change}`]),
  );

  it('may break clients when it is declared', () =>
    expect(schemaProblems(before, before.replace('note: String', ''), [{ change: removed, reason }])).toEqual([]));

  it('may add what it likes', () =>
    expect(schemaProblems(before, before.replace('note:', 'more: Int note:'), [])).toEqual([]));

  it('is not declared when it did not happen', () =>
    expect(schemaProblems(before, before, [{ change: removed, reason }])).toEqual([
      `is declared and not so: ${removed}`,
    ]));
});
