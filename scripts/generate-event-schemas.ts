/** Generates schema/events/<Event>.v<version>.json: what each event holds, as JSON Schema, for those who read an export. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { EventDefinition } from '#kernel';
import { ledgerEventDefinitions } from '../apps/ledger/proof/checkpoint-key.events.js';
import { bookEvents } from '../libs/book/book.state.js';

const folder = new URL('../../schema/events/', import.meta.url).pathname;

export const eventSchema = ({ type, version, schema, personalPaths }: EventDefinition): string => {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any' });
  const personal = personalPaths.length > 0 ? { 'x-personal': personalPaths } : {};
  return `${JSON.stringify({ $id: `urn:wavebook:event:${type}:${version}`, title: type, ...json, ...personal }, null, 2)}\n`;
};

export const fileOf = ({ type, version }: EventDefinition): string => `${type}.v${version}.json`;

if (import.meta.url === `file://${process.argv[1]}`) {
  mkdirSync(folder, { recursive: true });
  const present = new Set(readdirSync(folder));
  for (const definition of [...bookEvents, ...ledgerEventDefinitions]) {
    const file = fileOf(definition);
    const text = eventSchema(definition);
    // An unchanged file is left alone, so that its date says when its shape last changed.
    if (!present.has(file) || readFileSync(join(folder, file), 'utf8') !== text)
      writeFileSync(join(folder, file), text);
  }
}
