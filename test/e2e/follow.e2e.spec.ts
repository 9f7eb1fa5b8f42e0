import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chartered, solutionAdded } from '../support/programme.js';
import { type TestServer, follow, startTestServer } from '../support/server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.remove());

const events = `subscription ($programmeId: ID!, $after: Position) {
  ledgerEvents(programmeId: $programmeId, after: $after) { position revision type sentence data }
}`;

interface Line {
  readonly ledgerEvents: {
    readonly position: string;
    readonly revision: string;
    readonly type: string;
    readonly sentence: string;
    readonly data: { readonly name: string };
  };
}

const namesOf = (lines: readonly Line[]) => lines.map(({ ledgerEvents }) => ledgerEvents.data.name);

describe('ledgerEvents', () => {
  it('tells the book from its first line, in the language of the reader, and then each new line', async () => {
    const programmeId = await chartered(server, 'Followed');
    const client = server.socket({ language: 'nb' });
    const lines = follow<Line>(client, events, { programmeId });
    const first = await lines.next();
    expect(first.ledgerEvents.sentence).toBe('Programmet Followed ble opprettet, med Municipal director som eier.');
    const position = await solutionAdded(server, programmeId, 'Tablets');
    expect(await lines.next()).toMatchObject({
      ledgerEvents: { position, revision: '1', type: 'SolutionAdded', sentence: 'S-1 Tablets kom inn i programmet.' },
    });
    await client.dispose();
  });

  it('goes on where the subscriber left it, losing and repeating nothing while others write', async () => {
    const programmeId = await chartered(server, 'Resumed');
    const others = await chartered(server, 'Another book');
    const names = Array.from({ length: 60 }, (_, index) => `Solution ${index}`);
    const writing = (async () => {
      for (const name of names)
        await Promise.all([solutionAdded(server, programmeId, name), solutionAdded(server, others, name)]);
    })();

    const taken: Line[] = [];
    const positions: string[] = [];
    let after: string | undefined;
    for (const count of [1, 7, 13, 40]) {
      const client = server.socket();
      const some = await follow<Line>(client, events, { programmeId, after }).take(count);
      await client.dispose();
      taken.push(...some);
      positions.push(...some.map(({ ledgerEvents }) => ledgerEvents.position));
      after = positions.at(-1);
    }
    await writing;
    expect(namesOf(taken)).toEqual(['Resumed', ...names]);
    expect(positions.map(BigInt)).toEqual(positions.map(BigInt).toSorted((a, b) => (a < b ? -1 : 1)));
  });

  it('starts after any position, also one that lies between the lines of the book', async () => {
    const programmeId = await chartered(server, 'Halved');
    const own: string[] = [];
    for (const name of ['A', 'B', 'C', 'D', 'E']) {
      own.push(await solutionAdded(server, programmeId, name));
      await chartered(server, 'Between');
    }
    const client = server.socket();
    const firstAfter = async (after: string) =>
      (await follow<Line>(client, events, { programmeId, after }).next()).ledgerEvents;
    for (const [index, name] of ['B', 'C', 'D', 'E'].entries()) {
      const between = String(BigInt(own[index]!) + 1n);
      expect((await firstAfter(own[index]!)).data.name).toBe(name);
      expect((await firstAfter(between)).data.name).toBe(name);
    }
    await client.dispose();
  });

  it('finds what was written while nobody followed', async () => {
    const programmeId = await chartered(server, 'Left alone');
    const first = server.socket();
    const { position: after } = (await follow<Line>(first, events, { programmeId }).next()).ledgerEvents;
    await solutionAdded(server, programmeId, 'A');
    await first.dispose();
    const again = server.socket();
    const lines = follow<Line>(again, events, { programmeId, after });
    expect(namesOf(await lines.take(1))).toEqual(['A']);
    await lines.end();
    await solutionAdded(server, programmeId, 'B');
    expect(namesOf(await follow<Line>(again, events, { programmeId, after }).take(2))).toEqual(['A', 'B']);
    await again.dispose();
  });

  it('refuses to follow a book that nobody has opened', async () => {
    const client = server.socket({ language: 'nb' });
    const programmeId = '00000000-0000-4000-8000-000000000000';
    const results = client.iterate({ query: events, variables: { programmeId } });
    const value: unknown = (await results.next()).value;
    expect(value).toMatchObject({
      errors: [{ message: `Det finnes ikke noe program ${programmeId}.`, extensions: { code: 'PROGRAMME_UNKNOWN' } }],
    });
    await client.dispose();
  });
});

interface Progress {
  readonly adoptionProgress: {
    readonly position: string;
    readonly programme: { readonly name: string };
    readonly solutions: readonly { readonly unitsTotal: number; readonly solution: { readonly name: string } }[];
  };
}

describe('adoptionProgress', () => {
  const progress = `subscription ($programmeId: ID!) {
    adoptionProgress(programmeId: $programmeId) { position programme { name } solutions { unitsTotal solution { name } } }
  }`;
  const enrolUnit = `mutation ($input: EnrolUnitInput!) { enrolUnit(input: $input) { position userErrors { message } } }`;
  const raiseEscalation = `mutation ($input: RaiseEscalationInput!) {
    raiseEscalation(input: $input) { position userErrors { message } }
  }`;
  const answerDueBy = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

  it('gives the state at once, then each change, and nothing for events that change none of it', async () => {
    const programmeId = await chartered(server, 'Progressing');
    await solutionAdded(server, programmeId, 'Tablets');
    const client = server.socket();
    const states = follow<Progress>(client, progress, { programmeId });
    expect(await states.next()).toMatchObject({
      adoptionProgress: {
        programme: { name: 'Progressing' },
        solutions: [{ unitsTotal: 0, solution: { name: 'Tablets' } }],
      },
    });
    await server.graphql(raiseEscalation, { input: { programmeId, about: 'Buy or lease?', answerDueBy } });
    await server.graphql(enrolUnit, { input: { programmeId, name: 'Synthetic school', eligible: 100 } });
    expect(await states.next()).toMatchObject({ adoptionProgress: { solutions: [{ unitsTotal: 1 }] } });
    await client.dispose();
  });

  it('looks once for all who follow the same programme', async () => {
    const programmeId = await chartered(server, 'Shared');
    await solutionAdded(server, programmeId, 'Tablets');
    const client = server.socket();
    const followers = Array.from({ length: 20 }, () => follow<Progress>(client, progress, { programmeId }));
    await Promise.all(followers.map((each) => each.next()));
    server.statements.length = 0;
    await server.graphql(enrolUnit, { input: { programmeId, name: 'Synthetic school', eligible: 100 } });
    await Promise.all(followers.map((each) => each.next()));
    const counts = server.statements.filter((sql) => sql.includes('"adoption"')).length;
    expect(counts).toBeGreaterThan(0);
    expect(counts).toBeLessThan(20);
    await client.dispose();
  });
});

const reachable = (url: string): Promise<boolean> =>
  fetch(`${url}/health/live`).then(
    () => true,
    () => false,
  );

describe('shutdown', () => {
  it('ends sockets with 1001 and a reason, and lets go of their subscriptions', async () => {
    const other = await startTestServer();
    try {
      const programmeId = await chartered(other, 'Stopped');
      const client = other.socket();
      const closed = new Promise<{ code: number; reason: string }>((resolve) =>
        client.on('closed', (event) => resolve(event as { code: number; reason: string })),
      );
      const lines = follow<Line>(client, events, { programmeId });
      await lines.next();
      const waiting = lines.next().catch((error: unknown) => error);
      await other.stop();
      expect(await closed).toMatchObject({ code: 1001, reason: 'The server is shutting down; resume after 1' });
      expect(await waiting).toMatchObject({ code: 1001 });
      await expect(fetch(other.url)).rejects.toThrow();
    } finally {
      await other.remove();
    }
  });

  it('answers the command in hand before it stops', async () => {
    const other = await startTestServer();
    try {
      const { ledger } = other.parts;
      const submit = ledger.submit.bind(ledger);
      let taken: () => void = () => undefined;
      let release: () => void = () => undefined;
      const isTaken = new Promise<void>((resolve) => (taken = resolve));
      const isReleased = new Promise<void>((resolve) => (release = resolve));
      jest.spyOn(ledger, 'submit').mockImplementationOnce(async (submission) => {
        taken();
        await isReleased;
        return submit(submission);
      });
      const answered = chartered(other, 'In hand');
      await isTaken;
      const stopped = other.stop();
      while (await reachable(other.url)) await new Promise(setImmediate);
      release();
      expect(await answered).toBeTruthy();
      await stopped;
    } finally {
      await other.remove();
    }
  });
});
