import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/** What one request may ask of the server, the same over HTTP and over a WebSocket. */
export const bodyBytesMax = 1_048_576;
export const documentTokensMax = 10_000;
export const depthMax = 12;

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

const isIntrospection = (selections: SelectionSetNode): boolean =>
  selections.selections.every((each) => each.kind === Kind.FIELD && each.name.value.startsWith('__'));

/** Refuses operations that nest deeper than `depthMax` levels of fields. What tools ask of the schema itself is deeper. */
export const depthLimit = (context: ValidationContext): ASTVisitor => {
  const definitions = context.getDocument().definitions;
  const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  const depthOf = depthMeter(new Map(fragments.map((fragment) => [fragment.name.value, fragment])));
  return {
    OperationDefinition(operation) {
      if (isIntrospection(operation.selectionSet)) return;
      const depth = depthOf(operation.selectionSet);
      if (depth > depthMax)
        context.reportError(
          new GraphQLError(`The operation nests ${depth} levels deep; at most ${depthMax} are allowed.`, {
            nodes: operation,
          }),
        );
    },
  };
};
