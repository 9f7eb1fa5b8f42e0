import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ICruiseResult, cruise } from 'dependency-cruiser';

/** Each rule of the house with a file that breaks it: a rule that does not bite is no rule. */
const planted: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no-cycles': {
    'libs/kernel/a.ts': "import './b.js';",
    'libs/kernel/b.ts': "import './a.js';",
  },
  'no-orphans': { 'libs/kernel/alone.ts': 'export const alone = 1;' },
  'kernel-imports-nothing': { 'libs/kernel/c.ts': "import '../book/wave/wave.events.js';" },
  'event-store-knows-no-domain': { 'libs/event-store/d.ts': "import '../book/wave/wave.events.js';" },
  'proof-knows-no-domain': { 'libs/proof/e.ts': "import '../book/wave/wave.events.js';" },
  'privacy-knows-no-domain': { 'libs/privacy/e.ts': "import '../book/wave/wave.events.js';" },
  'read-models-know-no-domain': { 'libs/read-models/f.ts': "import '../book/wave/wave.events.js';" },
  'ledger-knows-no-domain': { 'libs/ledger/g.ts': "import '../book/wave/wave.events.js';" },
  'book-imports-no-app': { 'libs/book/wave/h.ts': "import '../../../apps/ledger/config.js';" },
  'domain-is-framework-free': { 'libs/book/wave/wave.decider.ts': "import '@nestjs/common';" },
  'deciders-see-only-the-book': { 'libs/book/wave/wave.state.ts': "import './wave.projection.js';" },
  'the-verifier-needs-no-server': { 'apps/verify/k.ts': "import '../ledger/config.js';" },
  'drivers-stay-inside': { 'apps/ledger/i.ts': "import 'better-sqlite3';" },
  'postgres-has-one-room': { 'libs/event-store/l.ts': "import 'pg';" },
  'postgres-imports-nothing': { 'libs/postgres/m.ts': "import '../book/wave/wave.events.js';" },
  'no-dev-packages-in-product': { 'apps/ledger/j.ts': "import 'fast-check';" },
};
const targets = {
  'libs/book/wave/wave.events.ts': 'export const event = 1;',
  'libs/book/wave/wave.projection.ts': 'export const row = 1;',
  'apps/ledger/config.ts': 'export const config = 1;',
};

const house = resolve(dirname(new URL(import.meta.url).pathname), '../../..');
const { forbidden, options } = createRequire(import.meta.url)(join(house, '.dependency-cruiser.cjs')) as {
  forbidden: { name: string }[];
  options: Record<string, unknown>;
};

describe('the house', () => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-house-'));
  let broken: Set<string>;

  beforeAll(async () => {
    for (const [file, text] of Object.entries(
      Object.assign({}, targets, ...Object.values(planted)) as Record<string, string>,
    )) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    symlinkSync(join(house, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({
        type: 'module',
        dependencies: { '@nestjs/common': '*', 'better-sqlite3': '*', pg: '*' },
        devDependencies: { 'fast-check': '*' },
      }),
    );
    const result = await cruise(['apps', 'libs'], {
      ruleSet: { forbidden },
      validate: true,
      baseDir: folder,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      enhancedResolveOptions: options.enhancedResolveOptions as object,
    } as never);
    broken = new Set((result.output as ICruiseResult).summary.violations.map(({ rule }) => rule.name));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has a planted violation for each rule', () =>
    expect(Object.keys(planted).sort()).toEqual(forbidden.map(({ name }) => name).sort()));

  it.each(Object.keys(planted))('finds what breaks %s', (rule) => expect([...broken]).toContain(rule));
});
