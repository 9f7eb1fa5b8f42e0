import {
  GraphQLError,
  type GraphQLScalarType,
  Kind,
  type ValueNode,
  isSpecifiedScalarType,
  valueFromASTUntyped,
} from 'graphql';

const digits = /^(0|[1-9]\d{0,18})$/;

const parsePosition = (value: unknown): bigint => {
  if (typeof value === 'string' && digits.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  throw new GraphQLError('A position is a whole number written as a string of digits, such as "42".', {
    extensions: { code: 'BAD_USER_INPUT' },
  });
};

const literal = (node: ValueNode): unknown =>
  node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : valueFromASTUntyped(node);

/**
 * Gives the schema's own scalars their meaning. Positions are bigint inside and strings of digits outside. All others go
 * in as they come: their rules are held against them when a command is submitted, or a query's arguments are checked, so
 * that a broken rule is told in the caller's language and with its field.
 */
export const defineScalar = (scalar: GraphQLScalarType): void => {
  if (isSpecifiedScalarType(scalar)) return;
  const isPosition = scalar.name === 'Position';
  scalar.serialize = isPosition ? String : (value) => value;
  scalar.parseValue = isPosition ? parsePosition : (value) => value;
  scalar.parseLiteral = isPosition
    ? (node) => parsePosition(literal(node))
    : (node, variables) => valueFromASTUntyped(node, variables);
};
