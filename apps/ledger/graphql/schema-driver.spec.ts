import { describe, expect, it } from '@jest/globals';
import { buildSchema, graphqlSync } from 'graphql';
import { setResolvers } from './schema-driver.js';

const schemaOf = () => buildSchema('type Query { unit: Unit } type Unit { name: String, size: Int }');

describe('resolvers that Nest found', () => {
  it('stand in the schema at their fields, those of several classes of a type together', () => {
    const schema = schemaOf();
    setResolvers(schema, [
      { Query: { unit: () => ({}) }, Unit: { name: () => 'Synthetic' } },
      { Unit: { size: () => 7 } },
    ]);
    const { data } = graphqlSync({ schema, source: '{ unit { name size } }' });
    expect(JSON.stringify(data)).toBe('{"unit":{"name":"Synthetic","size":7}}');
  });

  it.each(['Unit.colour', 'Wave.name'])('are refused where the SDL has no %s', (field) => {
    const [type, name] = field.split('.') as [string, string];
    expect(() => setResolvers(schemaOf(), [{ [type]: { [name]: () => null } }])).toThrow(`a resolver of ${field}`);
  });
});
