import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { partChecks } from '../part-checks.js';
import { Metrics, type Readings } from './metrics.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
}

const root = new URL('../../../../', import.meta.url);
const pages = new URL('docs/operations/', root);
const page = (name: string): string => readFileSync(new URL(name, pages), 'utf8');
const { groups } = parse(page('alerts.yml')) as { groups: readonly { rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

const readings: Readings = {
  ledgerPosition: 0,
  lagEvents: 0,
  lagSeconds: 0,
  projectionsStopped: 0,
  partitions: 1,
  partitionsHere: 1,
  sealedLines: 0,
  unsealedLines: 0,
  sealerFailing: false,
  publishing: [{ place: 'a place', behind: false }],
  sockets: 0,
  parts: Object.keys(partChecks).map((part) => ({ part, ok: true })),
};

/** Names and labels of samples that a server has when each thing has happened once. */
let samples: ReadonlyMap<string, ReadonlySet<string>>;
beforeAll(async () => {
  const metrics = new Metrics().withProcess();
  metrics.decided('openWave', [{ refused: 'WAVE_UNKNOWN' }]);
  metrics.appended(1, 0.001);
  metrics.appendFailed('STORE_UNAVAILABLE');
  metrics.answered('POST', '/graphql', 200, 0.001);
  metrics.replayed();
  metrics.subscribed('ledgerEvents');
  const found = new Map<string, Set<string>>();
  for (const line of (await metrics.text(readings)).split('\n')) {
    const [, name, labels = ''] = /^([a-z_]\w*)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    if (name === undefined) continue;
    const known = found.get(name) ?? new Set();
    found.set(name, known);
    for (const [label] of labels.matchAll(/\w+="[^"]*"/g)) known.add(label);
  }
  samples = found;
});

const namesIn = (text: string): readonly string[] => text.match(/\b(wavebook|process|nodejs)_[a-z0-9_]+/g) ?? [];

describe('alerts.yml', () => {
  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s looks at what there is', (_name, { expr }) => {
    const names = namesIn(expr);
    expect(names.length + Number(expr.startsWith('up{'))).toBeGreaterThan(0);
    for (const name of names) expect([...samples.keys()]).toContain(name);
    for (const [, name, label] of expr.matchAll(/(wavebook_\w+)\{(\w+="[^"]*")\}/g))
      expect([...samples.get(name!)!]).toContain(label);
    for (const [, labels] of expr.matchAll(/by \(([^)]*)\) \((?:rate|increase)\(/g))
      expect(['le', 'code']).toContain(labels);
    expect(expr.split('(').length).toBe(expr.split(')').length);
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s has a page that names it', (name, rule) => {
    expect(rule.annotations.runbook).toMatch(/^docs\/operations\/[a-z-]+\.md$/);
    expect(readFileSync(new URL(rule.annotations.runbook, root), 'utf8')).toContain(`Alarm \`${name}\`.`);
    expect(page('README.md')).toContain(`\`${name}\``);
    expect(['page', 'ticket']).toContain(rule.labels.severity);
    expect(rule.for).toMatch(/^\d+[mh]$/);
  });

  it('leaves out no page that tells of an alarm', () => {
    const named = rules.map(({ annotations }) => annotations.runbook.replace('docs/operations/', ''));
    const told = readdirSync(pages).filter((file) => file.endsWith('.md') && page(file).includes('Alarm `'));
    expect(told.toSorted()).toEqual([...new Set(named)].toSorted());
  });
});

describe('the pages of operations', () => {
  /** Names of ours that are told there, and are of something else. */
  const schemas = ['wavebook_left'];

  it('name no metric that is not there', () => {
    for (const file of readdirSync(pages))
      for (const name of namesIn(page(file)).filter((each) => !each.endsWith('_') && !schemas.includes(each)))
        expect([file, [...samples.keys()].some((each) => each.startsWith(name))]).toEqual([file, true]);
  });

  it('tell of every metric of ours', () => {
    const families = [...samples.keys()].filter(
      (each) => /^wavebook_/.test(each) && !/_(bucket|sum|count)$/.test(each),
    );
    const table = page('README.md').replaceAll('`…_lag_seconds`', '`wavebook_projection_lag_seconds`');
    for (const name of families) expect(table).toContain(`\`${name}`);
  });

  it('are there for every part that can be unwell', () => {
    for (const { runbook } of Object.values(partChecks)) expect(existsSync(new URL(`${runbook}.md`, pages))).toBe(true);
  });

  it('are there where a page points to another', () => {
    for (const file of readdirSync(pages).filter((each) => each.endsWith('.md')))
      for (const [, target] of page(file).matchAll(/\]\(([^)#]+)\)/g))
        expect([file, target, existsSync(new URL(target!, pages))]).toEqual([file, target, true]);
  });
});
