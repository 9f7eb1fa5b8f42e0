import { randomUUID } from 'node:crypto';
import type { NewEvent } from '#event-store';
import { peerPackage } from './installed.js';
import type { Step } from './postgres.js';

interface EmmettSqlite {
  appendToStream(
    stream: string,
    events: readonly object[],
    options: { expectedStreamVersion: bigint | string },
  ): Promise<{ readonly nextExpectedStreamVersion: bigint }>;
}

/** One client of emmett on a SQLite file. Several at once fail with SQLITE_BUSY. @throws when it cannot be installed. */
export const emmettSqlite = async (file: string, newEvent: () => NewEvent): Promise<Step> => {
  const { getSQLiteEventStore } = await peerPackage<{
    getSQLiteEventStore: (options: { fileName: string; schema: { autoMigration: string } }) => EmmettSqlite;
  }>('@event-driven-io/emmett-sqlite');
  const store = getSQLiteEventStore({ fileName: file, schema: { autoMigration: 'CreateOrUpdate' } });
  const stream = `programme-${randomUUID()}`;
  let expectedStreamVersion: bigint | string = 'STREAM_DOES_NOT_EXIST';
  return async () => {
    const { type, data, metadata } = newEvent();
    const appended = await store.appendToStream(stream, [{ type, data, metadata }], { expectedStreamVersion });
    expectedStreamVersion = appended.nextExpectedStreamVersion;
  };
};
