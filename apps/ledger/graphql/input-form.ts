import {
  type ASTNode,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLScalarType,
  Kind,
  type ValueNode,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isSpecifiedScalarType,
  valueFromASTUntyped,
} from 'graphql';
import { checkArgument, refuseInput } from '#book';
import { type Refusal, isRefusal } from '#kernel';

/** Somebody who got this many things wrong is helped by no more of them. */
const problemsMax = 100;

/** A name in a document without quotation marks: the value of an enum. */
class BareName {
  constructor(readonly name: string) {}
}

/** A variable in a document: what it stands for is looked at where it comes in. */
const byVariable = Symbol('by variable');

/** A literal of a document, as a value that can be held against a type. */
export const literalValue = (node: ValueNode): unknown => {
  if (node.kind === Kind.VARIABLE) return byVariable;
  if (node.kind === Kind.ENUM) return new BareName(node.value);
  if (node.kind === Kind.LIST) return node.values.map(literalValue);
  if (node.kind === Kind.OBJECT)
    return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, literalValue(value)]));
  return valueFromASTUntyped(node);
};

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof BareName);

const notOfScalar = ({ name }: GraphQLScalarType, field: string): Refusal => {
  if (name === 'Position') return refuseInput('INPUT_NOT_A_POSITION', { field }, field);
  return refuseInput('INPUT_NOT_AN_ID', { field }, field);
};

/** Something that is wrong, and where it stands when it stands in a document. */
export interface Problem {
  readonly refusal: Refusal;
  readonly node: ASTNode | undefined;
}

/**
 * Holds values against the input types of the schema, as graphql-js does, and puts what is wrong in the words of the
 * book. What graphql-js would let through and a command would refuse later (a text that is too long) is found as well,
 * so that the caller is told everything at once.
 */
export class InputForm {
  readonly #found: Problem[] = [];
  #broken = false;
  #node: ASTNode | undefined;

  /** `inDocument`: the values are literals, where enum values stand without quotation marks. */
  constructor(private readonly inDocument: boolean) {}

  /** Everything that is wrong; nothing, as long as graphql-js would take it all. */
  get problems(): readonly Problem[] {
    return this.#broken ? this.#found : [];
  }

  /** What is found from now on stands here in the document. */
  at(node: ASTNode): this {
    this.#node = node;
    return this;
  }

  #note(refusal: Refusal): void {
    if (this.#found.length < problemsMax) this.#found.push({ refusal, node: this.#node });
  }

  /** Something that graphql-js refuses. */
  #refuse(refusal: Refusal): void {
    this.#broken = true;
    this.#note(refusal);
  }

  missing(field: string): void {
    this.#refuse(refuseInput('INPUT_MISSING', { field }, field));
  }

  /** `field` is the path to the value, such as `input.units.2.name`. */
  check(type: GraphQLInputType, value: unknown, field: string): void {
    // A long list that is wrong throughout is not read to its end.
    if (this.#broken && this.#found.length >= problemsMax) return;
    if (isNonNullType(type)) return isAbsent(value) ? this.missing(field) : this.check(type.ofType, value, field);
    if (isAbsent(value) || value === byVariable) return;
    if (isListType(type)) return this.#checkList(type.ofType, value, field);
    if (isInputObjectType(type)) return this.#checkGroup(type, value, field);
    return isEnumType(type) ? this.#checkEnum(type, value, field) : this.#checkScalar(type, value, field);
  }

  #checkList(itemType: GraphQLInputType, value: unknown, field: string): void {
    if (Array.isArray(value)) return value.forEach((item, index) => this.check(itemType, item, `${field}.${index}`));
    // GraphQL takes one value where a list is asked for, as a list of one.
    const isOne = isGroup(value) || !isInputObjectType(isNonNullType(itemType) ? itemType.ofType : itemType);
    if (isOne) this.check(itemType, value, field);
    else this.#refuse(refuseInput('INPUT_NOT_A_LIST', { field }, field));
  }

  #checkGroup(type: GraphQLInputObjectType, value: unknown, at: string): void {
    if (!isGroup(value)) return this.#refuse(refuseInput('INPUT_NOT_AN_OBJECT', { field: at }, at));
    const fields = type.getFields();
    for (const name of Object.keys(value)) {
      const field = `${at}.${name}`;
      if (!Object.hasOwn(fields, name)) this.#refuse(refuseInput('INPUT_UNKNOWN_FIELD', { field }, field));
    }
    for (const { name, type: fieldType, defaultValue } of Object.values(fields)) {
      const isLeftOut = value[name] === undefined && defaultValue !== undefined;
      if (!isLeftOut) this.check(fieldType, value[name], `${at}.${name}`);
    }
  }

  #checkEnum(type: GraphQLEnumType, value: unknown, field: string): void {
    const names = type.getValues().map(({ name }) => name);
    const isName = (name: unknown) => typeof name === 'string' && names.includes(name);
    const name = value instanceof BareName ? value.name : value;
    if (!isName(name))
      return this.#refuse(refuseInput('INPUT_NOT_ONE_OF', { field, allowed: names.join(', ') }, field));
    if (this.inDocument && !(value instanceof BareName)) this.#refuse(refuseInput('INPUT_QUOTED', { field }, field));
  }

  #checkScalar(type: GraphQLScalarType, value: unknown, field: string): void {
    const given = value instanceof BareName && !isSpecifiedScalarType(type) ? value.name : value;
    const checked = checkArgument(type.name, given, field);
    if (!takes(type, given)) this.#refuse(isRefusal(checked) ? checked : notOfScalar(type, field));
    else if (isRefusal(checked) && !isSpecifiedScalarType(type)) this.#note(checked);
  }
}

const takes = (type: GraphQLScalarType, value: unknown): boolean => {
  try {
    return type.parseValue(value) !== undefined;
  } catch {
    return false;
  }
};
