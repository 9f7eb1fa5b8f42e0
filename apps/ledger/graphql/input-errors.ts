import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  ProvidedRequiredArgumentsRule,
  type ValidationContext,
  type ValidationRule,
  ValuesOfCorrectTypeRule,
  getOperationAST,
  isInputType,
  isRequiredArgument,
  specifiedRules,
  typeFromAST,
  validate,
} from 'graphql';
import type { Language } from '#kernel';
import { refused } from './errors.js';
import { InputForm, type Problem, literalValue } from './input-form.js';

const inputError = ({ refusal, node }: Problem, language: Language): GraphQLError =>
  refused(refusal, language, 'BAD_USER_INPUT', node);

/** In place of the rules of graphql-js about values and required arguments: the same, in the caller's language. */
const valuesRule =
  (language: Language): ValidationRule =>
  (context: ValidationContext): ASTVisitor => {
    const form = new InputForm(true);
    return {
      VariableDefinition({ variable, type: typeNode, defaultValue }) {
        const type = typeFromAST(context.getSchema(), typeNode as never) as GraphQLInputType | undefined;
        if (defaultValue && isInputType(type))
          form.at(defaultValue).check(type, literalValue(defaultValue), variable.name.value);
        return false;
      },
      Argument({ name, value }) {
        const argument = context.getArgument();
        if (argument) form.at(value).check(argument.type, literalValue(value), name.value);
        return false;
      },
      Field: {
        leave(field) {
          const { arguments: given = [] } = field;
          for (const argument of context.getFieldDef()?.args ?? [])
            if (isRequiredArgument(argument) && !given.some(({ name }) => name.value === argument.name))
              form.at(field).missing(argument.name);
        },
      },
      Document: {
        leave() {
          for (const problem of form.problems) context.reportError(inputError(problem, language));
        },
      },
    };
  };

/** What directives need is told by graphql-js: no field of ours is missing there. */
const requiredByDirectives = (context: ValidationContext): ASTVisitor => {
  const { Field: _ours, ...onDirectives } = ProvidedRequiredArgumentsRule(context) as Record<string, unknown>;
  return onDirectives;
};

const replaced: readonly ValidationRule[] = [ValuesOfCorrectTypeRule, ProvidedRequiredArgumentsRule];
const kept = specifiedRules.filter((rule) => !replaced.includes(rule));

/** graphql-js names what comes close to a word that it does not know. */
const suggestion = / Did you mean .*\?$/s;

const withoutSuggestion = (error: GraphQLError): GraphQLError =>
  suggestion.test(error.message)
    ? new GraphQLError(error.message.replace(suggestion, ''), { nodes: error.nodes, extensions: error.extensions })
    : error;

/**
 * What is wrong with a document: its values in the caller's language, the rest as graphql-js says it. A schema that is
 * `secret` can neither be asked for nor guessed by what comes close to a word.
 */
export const documentErrors = (
  schema: GraphQLSchema,
  document: DocumentNode,
  language: Language,
  { secret = false }: { readonly secret?: boolean } = {},
): readonly GraphQLError[] => {
  const rules = [...kept, requiredByDirectives, valuesRule(language)];
  if (!secret) return validate(schema, document, rules);
  return validate(schema, document, [...rules, NoSchemaIntrospectionCustomRule]).map(withoutSuggestion);
};

/** What is wrong with the variables of a valid document, each with its path, all at once; empty when they will do. */
export const variableErrors = (
  schema: GraphQLSchema,
  { document, operationName, variables }: Asked,
  language: Language,
): readonly GraphQLError[] => {
  const form = new InputForm(false);
  const given = variables ?? {};
  for (const { variable, type: typeNode, defaultValue } of getOperationAST(document, operationName)
    ?.variableDefinitions ?? []) {
    const name = variable.name.value;
    const type = typeFromAST(schema, typeNode as never) as GraphQLInputType | undefined;
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const isLeftOut = value === undefined && defaultValue !== undefined;
    if (type && !isLeftOut) form.check(type, value, name);
  }
  return form.problems.map((problem) => inputError(problem, language));
};

export interface Asked {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}
