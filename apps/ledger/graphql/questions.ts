import { type DocumentNode, Kind, visit } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { questionOf } from '../live/shared-results.js';
import type { Caller } from './context.js';

/** Names of the variables that the answer depends on: those of the root field's arguments chose the source already. */
const variablesOfAnswer = ({ definitions }: DocumentNode): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const definition of definitions) {
    const isOperation = definition.kind === Kind.OPERATION_DEFINITION;
    const selections = isOperation
      ? definition.selectionSet.selections.map((each) => (each.kind === Kind.FIELD ? { ...each, arguments: [] } : each))
      : [definition];
    for (const each of selections) visit(each, { Variable: ({ name }) => void names.add(name.value) });
  }
  return names;
};

const scopeOf = (scope: 'all' | ReadonlySet<string>): unknown => (scope === 'all' ? scope : [...scope].toSorted());

/**
 * Names everything that the answers of a subscription are determined by, beside their value and the moment: subscribers
 * with the same name may be given the same answer. `sees` tells whether an answer depends on who asks, or on the role
 * and scope alone.
 */
export const questionsOf = (
  { document, contextValue: { actor, grant, language } }: { document: DocumentNode; contextValue: Caller },
  { query, operationName, variables }: SubscribePayload,
  sees: 'ROLE' | 'ACTOR',
): string => {
  const beyond = variablesOfAnswer(document);
  const given = Object.entries(variables ?? {}).filter(([name]) => beyond.has(name));
  const who = [actor.role, scopeOf(grant.programmes), scopeOf(grant.units), ...(sees === 'ACTOR' ? [actor.id] : [])];
  return questionOf(query, operationName, given.toSorted(), language, who);
};
