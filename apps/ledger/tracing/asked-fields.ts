import { type DocumentNode, Kind, getOperationAST } from 'graphql';

/** The kind of an operation and the fields that it asks for, by their names in the schema: a closed set. */
export const askedOf = (document: DocumentNode, operationName: string | null | undefined) => {
  const operation = getOperationAST(document, operationName);
  const selections = operation?.selectionSet.selections ?? [];
  const fields = new Set(selections.flatMap((each) => (each.kind === Kind.FIELD ? each.name.value : [])));
  return { kind: operation?.operation ?? 'operation', fields: [...fields] };
};
