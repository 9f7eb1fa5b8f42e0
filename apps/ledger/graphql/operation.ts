import { type DocumentNode, type GraphQLSchema, OperationTypeNode, getOperationAST } from 'graphql';
import type { EdgeContext } from './context.js';
import { edgeError } from './errors.js';

/** What HTTP may carry: queries by any method, mutations by POST, subscriptions not at all. Mercurius asks before it executes. */
export const refuseByMethod = (
  _schema: GraphQLSchema,
  document: DocumentNode,
  { language, readOnly, operationName }: EdgeContext,
): void => {
  const operation = getOperationAST(document, operationName)?.operation;
  if (operation === undefined || operation === OperationTypeNode.QUERY) return;
  if (readOnly) throw edgeError('METHOD_NOT_ALLOWED', language);
  if (operation === OperationTypeNode.SUBSCRIPTION) throw edgeError('SUBSCRIPTION_NEEDS_SOCKET', language);
};
