import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type IntValueNode,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** The most that one operation may cost. */
export const costMax = 100_000;
/** What a command costs beside what is asked of its payload: it is decided, written and projected. */
const mutationCost = 10;
/** What folding a book at one moment costs, beside what is asked of it. */
const replayCost = 500;
/** A page is at most this long; whoever asks for more is refused by the list itself. */
const pageMax = 100;
/** How many entries a list counts for that comes whole: options of a decision, units of a wave. */
const listAssumed = 10;
/** Fields of a type, arguments of a field, when a tool asks for the schema: many have none, so that few are expected. */
const introspectionListAssumed = 1.5;

/** A variable that says how many entries to give, and how many there are when it is left out. */
interface Asked {
  readonly variable: string;
  readonly otherwise: number;
}

/** How many entries a list may have: the sum of what is asked for. */
type Size = number | readonly Asked[];

/** A sum of numbers and of products by sizes that only the variables tell. */
type Cost = number | Sum;
interface Sum {
  readonly fixed: number;
  readonly parts: readonly Cost[];
  readonly size: Size;
}

const product = (size: Size, cost: Cost): Cost =>
  typeof size === 'number' && typeof cost === 'number' ? size * cost : { fixed: 0, parts: [cost], size };

const sum = (costs: readonly Cost[]): Cost => {
  const parts = costs.filter((cost) => typeof cost !== 'number');
  const fixed = costs.reduce<number>((total, cost) => (typeof cost === 'number' ? total + cost : total), 0);
  return parts.length === 0 ? fixed : { fixed, parts, size: 1 };
};

const entries = (value: unknown): number => {
  if (value === null) return 0;
  return typeof value === 'number' && value >= 0 ? Math.min(value, pageMax) : pageMax;
};

const sizeWith = (size: Size, variables: Readonly<Record<string, unknown>>): number => {
  if (typeof size === 'number') return size;
  return size.reduce((total, { variable, otherwise }) => {
    const value = Object.hasOwn(variables, variable) ? variables[variable] : undefined;
    return total + (value === undefined ? otherwise : entries(value));
  }, 0);
};

const evaluate = (
  cost: Cost,
  variables: Readonly<Record<string, unknown>>,
  // A fragment that is spread in many places is one and the same sum: it is worked out once. Not needed without any.
  known: Map<Sum, number> | undefined,
): number => {
  if (typeof cost === 'number') return cost;
  const before = known?.get(cost);
  if (before !== undefined) return before;
  const each = cost.parts.reduce<number>((total, part) => total + evaluate(part, variables, known), cost.fixed);
  const all = each * sizeWith(cost.size, variables);
  known?.set(cost, all);
  return all;
};

const isList = (type: GraphQLOutputType): boolean => isListType(isNonNullType(type) ? type.ofType : type);

/** What an operation costs, worked out as far as it can be without the variables. */
class Calculation {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #known = new Map<string, Cost>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly operation: OperationDefinitionNode,
  ) {
    const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  total(): Cost {
    const { operation, selectionSet } = this.operation;
    return this.#ofSelections(selectionSet, this.schema.getRootType(operation)!, undefined);
  }

  #ofSelections(selectionSet: SelectionSetNode, type: GraphQLNamedType, page: Size | undefined): Cost {
    return sum(selectionSet.selections.map((selection) => this.#ofSelection(selection, type, page)));
  }

  #ofSelection(selection: SelectionNode, type: GraphQLNamedType, page: Size | undefined): Cost {
    if (selection.kind === Kind.FIELD) return this.#ofField(selection, type, page);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#ofFragment(selection.name.value, page);
    const name = selection.typeCondition?.name.value;
    const narrowed = name === undefined ? type : this.schema.getType(name)!;
    return this.#ofSelections(selection.selectionSet, narrowed, page);
  }

  #ofFragment(name: string, page: Size | undefined): Cost {
    const key = `${name} ${JSON.stringify(page)}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { selectionSet, typeCondition } = this.#fragments.get(name)!;
    const cost = this.#ofSelections(selectionSet, this.schema.getType(typeCondition.name.value)!, page);
    this.#known.set(key, cost);
    return cost;
  }

  #ofField(node: FieldNode, parent: GraphQLNamedType, page: Size | undefined): Cost {
    const field = this.#fieldOf(parent, node.name.value);
    const own = this.#ownCost(node, parent);
    const type = field && getNamedType(field.type);
    if (!node.selectionSet || !isCompositeType(type)) return own;
    const below = this.#ofSelections(node.selectionSet, type, this.#pageOf(node, field!));
    if (!isList(field!.type)) return sum([own, below]);
    return sum([own, product(page ?? this.#assumed(parent, type), sum([1, below]))]);
  }

  #ownCost(node: FieldNode, parent: GraphQLNamedType): number {
    if (parent === this.schema.getMutationType()) return 1 + mutationCost;
    return parent === this.schema.getQueryType() ? 1 + replayCost * this.#replays(node, parent) : 1;
  }

  /** How many moments a root field is folded at: one by its clocks, or each that it compares, now being one too. */
  #replays(node: FieldNode, parent: GraphQLNamedType): number {
    const compared = this.#fieldOf(parent, node.name.value)?.args.filter(
      ({ type }) => getNamedType(type).name === 'PointInTime',
    );
    if (compared && compared.length > 0) return compared.length;
    return node.arguments?.some(({ name }) => name.value === 'asOf' || name.value === 'knownAt') ? 1 : 0;
  }

  #assumed(parent: GraphQLNamedType, entry: GraphQLNamedType): number {
    if (!isIntrospectionType(entry)) return listAssumed;
    return parent.name === '__Schema' ? Object.keys(this.schema.getTypeMap()).length : introspectionListAssumed;
  }

  #fieldOf(parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  }

  /** How long the lists right below a field can be that takes `first` and `last` (Relay connections). */
  #pageOf(node: FieldNode, field: GraphQLField<unknown, unknown>): Size | undefined {
    if (!field.args.some(({ name }) => name === 'first')) return undefined;
    const given = node.arguments?.filter(({ name }) => name.value === 'first' || name.value === 'last') ?? [];
    const literal = given.find(({ value }) => value.kind === Kind.INT);
    if (literal) return entries(Number((literal.value as IntValueNode).value));
    // Only one of the two may be given, and which one it is the variables tell.
    return given.flatMap(({ value }) => (value.kind === Kind.VARIABLE ? [this.#asked(value.name.value)] : []));
  }

  #asked(variable: string): Asked {
    const declared = this.operation.variableDefinitions?.find((each) => each.variable.name.value === variable);
    const value = declared?.defaultValue;
    return { variable, otherwise: value?.kind === Kind.INT ? entries(Number(value.value)) : 0 };
  }
}

/**
 * What an operation of a valid document costs: about as many values as its answer can have, more for commands. It is
 * worked out once for each document; the function that it gives applies the variables, as they come from outside.
 */
export const costOf = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ((variables: Readonly<Record<string, unknown>>) => number) => {
  const total = new Calculation(schema, document, operation).total();
  if (typeof total === 'number') return () => Math.ceil(total);
  const hasFragments = document.definitions.some(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return (variables) => Math.ceil(evaluate(total, variables, hasFragments ? new Map() : undefined));
};
