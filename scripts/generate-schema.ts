/**
 * Generates schema/generated/wavebook.graphql from schema/*.graphql: the whole published language in one file, extensions
 * put together, sorted by name, so that a comparison shows what changed and nothing else.
 */
import { writeFileSync } from 'node:fs';
import {
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeDefinitionNode,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  parse,
  print,
} from 'graphql';
import { readSdl } from './generate-inputs.js';

export const schemaFile = new URL('../../schema/generated/wavebook.graphql', import.meta.url).pathname;

interface NamedNode {
  readonly name?: { readonly value: string };
}

const nameOf = (node: NamedNode): string => node.name?.value ?? '';

const sorted = <Node extends NamedNode>(nodes: readonly Node[]): Node[] =>
  nodes.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

const roots = ['Query', 'Mutation', 'Subscription'];

/** A type of which there are extensions alone: the slices extend the roots, and nobody defines them. */
const undefinedRoot = (name: string): ObjectTypeDefinitionNode => ({
  kind: Kind.OBJECT_TYPE_DEFINITION,
  name: { kind: Kind.NAME, value: name },
});

const sortedMembers = (type: TypeDefinitionNode): TypeDefinitionNode => {
  if ('fields' in type)
    return { ...type, fields: sorted((type.fields ?? []) as readonly FieldDefinitionNode[]) } as TypeDefinitionNode;
  return 'values' in type ? { ...type, values: sorted(type.values ?? []) } : type;
};

const complete = (type: TypeDefinitionNode, { definitions }: DocumentNode): TypeDefinitionNode => {
  const own = definitions.filter(isTypeExtensionNode).filter((each) => nameOf(each) === nameOf(type));
  if (!('fields' in type || own.length > 0)) return sortedMembers(type);
  const fields = [type, ...own].flatMap((each) => ('fields' in each ? ((each.fields ?? []) as never[]) : []));
  return sortedMembers({ ...type, fields } as TypeDefinitionNode);
};

export const generateSchema = (sdl: string): string => {
  const document = parse(sdl, { noLocation: true });
  const { definitions } = document;
  const types = definitions.filter(isTypeDefinitionNode);
  const missing = roots.filter((root) => !types.some((type) => nameOf(type) === root));
  const rest: DefinitionNode[] = definitions.filter(
    (each) => !isTypeDefinitionNode(each) && !isTypeExtensionNode(each),
  );
  const whole = [...types, ...missing.map(undefinedRoot)].map((type) => complete(type, document));
  const printed = [...rest, ...sorted(whole)].map((definition) => print(definition));
  return ['# Generated from schema/*.graphql by `npm run generate`. Do not edit.', ...printed, ''].join('\n\n');
};

if (import.meta.url === `file://${process.argv[1]}`) writeFileSync(schemaFile, generateSchema(readSdl()));
