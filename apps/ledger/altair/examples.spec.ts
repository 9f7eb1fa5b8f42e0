import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { examples } from './examples.js';
import { pageScript } from './page-script.js';

const folder = new URL('../../../../schema/', import.meta.url);
const sdl = readdirSync(folder)
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => readFileSync(new URL(name, folder), 'utf8'));
const schema = buildSchema(sdl.join('\n'));

describe('the operations that Altair opens with', () => {
  it.each(examples.map((example) => [example.name, example] as const))('%s is valid', (_name, { operation }) =>
    expect(validate(schema, parse(operation))).toEqual([]),
  );

  it('cannot break out of the script that holds them', () =>
    expect(pageScript([{ name: '</script>', operation: '{ a }', variables: {} }])).not.toContain('</script>'));
});
