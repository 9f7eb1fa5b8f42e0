import { readFileSync, readdirSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { AbstractGraphQLDriver, type GqlModuleOptions } from '@nestjs/graphql';
import { type GraphQLSchema, buildSchema, isObjectType } from 'graphql';

/** Where the SDL lies, seen from the compiled file. */
const folder = new URL('../../../../schema/', import.meta.url);

const readSchema = (): GraphQLSchema => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
  const parts = files.sort().map((name) => readFileSync(new URL(name, folder), 'utf8'));
  // The build makes types of the same text, and ends where it is not valid.
  return buildSchema(parts.join('\n'), { assumeValidSDL: true });
};

/** By type and field, from one class each. */
type Resolvers = readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[];

/** Puts each resolver to its field. @throws Error when the SDL has no such field */
export const setResolvers = (schema: GraphQLSchema, found: Resolvers): void => {
  for (const [typeName, ofFields] of found.flatMap((each) => Object.entries(each))) {
    const type = schema.getType(typeName);
    for (const [name, resolve] of Object.entries(ofFields)) {
      const field = isObjectType(type) ? type.getFields()[name] : undefined;
      if (!field) throw new Error(`there is a resolver of ${typeName}.${name}, which schema/*.graphql does not have`);
      field.resolve = resolve as NonNullable<typeof field.resolve>;
    }
  }
};

/**
 * Nest finds the resolvers, and they are put into the schema as they are found: nothing is merged, printed and parsed again,
 * which took a sixth of a start. Nest serves nothing: our own routes execute the schema, see docs/adr/0007.
 */
@Injectable()
export class SchemaDriver extends AbstractGraphQLDriver {
  override async generateSchema(options: GqlModuleOptions): Promise<GraphQLSchema> {
    const schema = readSchema();
    const transformResolvers: GqlModuleOptions['transformResolvers'] = (found) => {
      setResolvers(schema, found as Resolvers);
      return found;
    };
    return (await super.generateSchema({ ...options, schema, transformResolvers }))!;
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}
}
