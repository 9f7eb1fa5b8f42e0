import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  Lexer,
  type SelectionSetNode,
  Source,
  TokenKind,
  visit,
} from 'graphql';
import type { EdgeCode } from './edge.words.js';

/** What one request may ask of the server, the same over HTTP and over a WebSocket. Sizes in UTF-8 bytes. */
export const bodyBytesMax = 1_048_576;
export const documentTokensMax = 10_000;
/** Brackets within brackets, of any kind: how deep the parser may have to go. */
export const bracketsMax = 100;
export const depthMax = 12;
/** Fields as they are written, each repetition and each fragment once. Comparing them takes time by the square. */
export const fieldsMax = 300;
export const aliasesMax = 100;
export const directivesMax = 50;
/** Operations and fragments of one document. */
export const definitionsMax = 50;

/** A limit that a document passes. */
export interface Excess {
  readonly code: EdgeCode;
  /** How much is allowed. How much was asked for is not always counted to the end. */
  readonly max: number;
}

const opening = new Set<string>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set<string>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * What the text of a document shows before it is parsed: a parser that descends for each bracket runs out of stack
 * where there are too many of them. Reads no further than the limits.
 * @throws GraphQLError where the text is no GraphQL.
 */
export const excessOfText = (text: string): Excess | undefined => {
  const lexer = new Lexer(new Source(text));
  let brackets = 0;
  for (let tokens = 0; lexer.advance().kind !== TokenKind.EOF; tokens += 1) {
    if (tokens >= documentTokensMax) return { code: 'TOO_MANY_TOKENS', max: documentTokensMax };
    const { kind } = lexer.token;
    if (opening.has(kind)) brackets += 1;
    if (closing.has(kind)) brackets -= 1;
    if (brackets > bracketsMax) return { code: 'TOO_DEEP', max: bracketsMax };
  }
  return undefined;
};

/** Levels of fields below a selection. Each fragment is measured once, however often it is spread. */
const depthMeter = (fragments: ReadonlyMap<string, FragmentDefinitionNode>) => {
  const depths = new Map<string, number>();
  const depthOf = (selections: SelectionSetNode | undefined): number =>
    Math.max(
      0,
      ...(selections?.selections ?? []).map((selection) => {
        if (selection.kind === Kind.FIELD) return 1 + depthOf(selection.selectionSet);
        if (selection.kind === Kind.INLINE_FRAGMENT) return depthOf(selection.selectionSet);
        return depthOfFragment(selection.name.value);
      }),
    );
  const depthOfFragment = (name: string): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    // A fragment that spreads itself is refused by another rule; here it must only come to an end.
    depths.set(name, 0);
    const depth = depthOf(fragments.get(name)?.selectionSet);
    depths.set(name, depth);
    return depth;
  };
  return depthOf;
};

/** What tools ask of the schema itself is deeper; graphql-js keeps that from going round in circles. */
const isIntrospection = (selections: SelectionSetNode): boolean =>
  selections.selections.every((each) => each.kind === Kind.FIELD && each.name.value.startsWith('__'));

const countsOf = (document: DocumentNode) => {
  const counts = { fields: 0, aliases: 0, directives: 0 };
  visit(document, {
    Field({ alias }) {
      counts.fields += 1;
      if (alias) counts.aliases += 1;
    },
    Directive: () => void (counts.directives += 1),
  });
  return counts;
};

const isTooDeep = ({ definitions }: DocumentNode): boolean => {
  const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  const depthOf = depthMeter(new Map(fragments.map((fragment) => [fragment.name.value, fragment])));
  return definitions.some(
    (each) =>
      each.kind === Kind.OPERATION_DEFINITION &&
      !isIntrospection(each.selectionSet) &&
      depthOf(each.selectionSet) > depthMax,
  );
};

/** What a parsed document shows before it is validated: some rules of validation take time by the square of it. */
export const excessOfDocument = (document: DocumentNode): Excess | undefined => {
  const { fields, aliases, directives } = countsOf(document);
  // Few fields come first: they bound how deep the measuring of depth goes.
  if (fields > fieldsMax) return { code: 'TOO_MANY_FIELDS', max: fieldsMax };
  if (document.definitions.length > definitionsMax) return { code: 'TOO_MANY_DEFINITIONS', max: definitionsMax };
  if (aliases > aliasesMax) return { code: 'TOO_MANY_ALIASES', max: aliasesMax };
  if (directives > directivesMax) return { code: 'TOO_MANY_DIRECTIVES', max: directivesMax };
  return isTooDeep(document) ? { code: 'TOO_DEEP', max: depthMax } : undefined;
};
