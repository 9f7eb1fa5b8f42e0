import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  OperationTypeNode,
} from 'graphql';
import { listLengthMax, refuseInput } from '#book';
import type { Language } from '#kernel';
import type { Caller, CostTold } from './context.js';
import { Budget, type Left, type Rates } from './budget.js';
import { costMax } from './cost.js';
import { Documents, type KnownDocument, type KnownOperation } from './documents.js';
import { edgeError, refused, showErrors } from './errors.js';
import { variableErrors } from './input-errors.js';
import { SignIns } from './sign-ins.js';

/** What a document costs that the server has not read lately, beside what its operation costs. */
const readingCost = 20;

/** How a request came. */
export type Door = 'GET' | 'POST' | 'SOCKET';

/** What a caller asks to have executed. */
export interface Asked {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly operationName?: string | null | undefined;
}

/** May be executed, and has been paid for. */
export interface Admitted {
  readonly document: DocumentNode;
  /** Goes out as `extensions.cost`. */
  readonly cost: CostTold;
}

export interface Refused {
  /** Ready to be sent: in the caller's language, each with `code` and `traceId`. */
  readonly errors: readonly GraphQLFormattedError[];
  /** Only where the caller has used up what a minute allows. */
  readonly retryAfterSeconds?: number;
}

export interface Gate {
  readonly signIns: SignIns;
  /** The policy of the budget by cost, for the header field RateLimit-Policy; undefined where there is no limit. */
  readonly policy: string | undefined;
  /**
   * Holds every limit against an operation: size and depth of the document, schema, cost with its variables, and the
   * budget of the caller's token, which it is paid from. Over a socket the variables are checked too; over HTTP whoever
   * executes the operation does that, and `explain` puts it in words.
   */
  admit(asked: Asked, asker: Caller, door: Door): Promise<Admitted | Refused>;
  /** Pays from the budget of the caller's token for what is no operation, such as a part of the log. */
  spend(cost: number, asker: Caller): Promise<{ readonly cost: CostTold } | Refused>;
  /** What is wrong with the variables of an operation that was admitted, in the caller's language. */
  explain(asked: Asked, asker: Caller): readonly GraphQLError[];
}

export interface GateOptions {
  readonly schema: () => GraphQLSchema;
  readonly production: boolean;
  readonly rates: Rates;
}

const wrongDoor = (
  kind: OperationTypeNode,
  door: Door,
): 'METHOD_NOT_ALLOWED' | 'SUBSCRIPTION_NEEDS_SOCKET' | undefined => {
  if (door === 'SOCKET' || kind === OperationTypeNode.QUERY) return undefined;
  if (door === 'GET') return 'METHOD_NOT_ALLOWED';
  return kind === OperationTypeNode.SUBSCRIPTION ? 'SUBSCRIPTION_NEEDS_SOCKET' : undefined;
};

/** Lists within the input of a command are held to the same length where commands are checked. */
const tooLongLists = (variables: Readonly<Record<string, unknown>>, language: Language): readonly GraphQLError[] => {
  const errors: GraphQLError[] = [];
  for (const field in variables) {
    const value = variables[field];
    if (!Array.isArray(value) || value.length <= listLengthMax) continue;
    const values = { field, length: value.length, max: listLengthMax };
    errors.push(refused(refuseInput('INPUT_LIST_TOO_LONG', values, field), language, 'BAD_USER_INPUT'));
  }
  return errors;
};

const told = (requested: number, left: Left | undefined): CostTold => {
  if (!left) return { requested, limit: costMax };
  const { remaining, resetSeconds } = left;
  return { requested, limit: costMax, remaining, resetSeconds };
};

class OpenGate implements Gate {
  readonly signIns: SignIns;
  readonly policy: string | undefined;
  readonly #documents: Documents;
  readonly #budget: Budget;

  constructor(private readonly options: GateOptions) {
    const { schema, production, rates } = options;
    this.#documents = new Documents(schema, production);
    this.#budget = new Budget(rates.costPerMinute);
    this.signIns = new SignIns(new Budget(rates.failedSignInsPerMinute));
    this.policy = rates.costPerMinute === 0 ? undefined : this.#budget.policy('cost');
  }

  async admit(asked: Asked, asker: Caller, door: Door): Promise<Admitted | Refused> {
    const known = this.#documents.find(asked.query) ?? (await this.#read(asked.query, asker));
    if ('errors' in known) return known;
    const operation = known.operation(asked.operationName ?? undefined);
    if (!operation) return this.#refuse([edgeError('OPERATION_UNKNOWN', asker.language)], asker);
    const wrong = wrongDoor(operation.kind, door);
    if (wrong) return this.#refuse([edgeError(wrong, asker.language)], asker);
    const tooLong = tooLongLists(asked.variables ?? {}, asker.language);
    const errors = tooLong.length === 0 && door === 'SOCKET' ? this.explain(asked, asker) : tooLong;
    return errors.length > 0 ? this.#refuse(errors, asker) : this.#pay(known, operation, asked, asker);
  }

  async spend(requested: number, asker: Caller): Promise<{ readonly cost: CostTold } | Refused> {
    const spent = await this.#budget.spend(asker.grant.tokenId, requested);
    return spent?.refused ? this.#refuseRate(asker, spent) : { cost: told(requested, spent) };
  }

  explain({ query, ...asked }: Asked, { language }: Caller): readonly GraphQLError[] {
    const document = this.#documents.find(query)?.document;
    return document ? variableErrors(this.options.schema(), { ...asked, document }, language) : [];
  }

  /** Reading is work, also where it ends in a refusal: it is paid for beforehand. */
  async #read(query: string, asker: Caller): Promise<KnownDocument | Refused> {
    const spent = await this.spend(readingCost, asker);
    if ('errors' in spent) return spent;
    const known = this.#documents.read(query, asker.language);
    return 'document' in known ? known : this.#refuse(known, asker);
  }

  async #pay(
    { document }: KnownDocument,
    operation: KnownOperation,
    { variables }: Asked,
    asker: Caller,
  ): Promise<Admitted | Refused> {
    const requested = operation.cost(variables ?? {});
    if (requested > costMax)
      return this.#refuse([edgeError('TOO_COSTLY', asker.language, { cost: requested, max: costMax })], asker);
    const spent = await this.spend(requested, asker);
    return 'errors' in spent ? spent : { document, ...spent };
  }

  #refuse(errors: readonly GraphQLError[], asker: Caller): Refused {
    return { errors: showErrors(errors, asker) };
  }

  #refuseRate(asker: Caller, { resetSeconds }: Left): Refused {
    const errors = [
      edgeError('RATE_LIMITED', asker.language, { seconds: resetSeconds }, { retryAfterSeconds: resetSeconds }),
    ];
    return { ...this.#refuse(errors, asker), retryAfterSeconds: resetSeconds };
  }
}

/** What stands between a request and its execution, the same over HTTP and over a WebSocket. */
export const openGate = (options: GateOptions): Gate => new OpenGate(options);
