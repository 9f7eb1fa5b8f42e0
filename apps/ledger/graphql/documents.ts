import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  type OperationTypeNode,
  getOperationAST,
  parse,
} from 'graphql';
import type { Language } from '#kernel';
import { LRUCache } from 'lru-cache';
import { costOf } from './cost.js';
import { edgeError } from './errors.js';
import { documentErrors } from './input-errors.js';
import { type Excess, documentTokensMax, excessOfDocument, excessOfText } from './limits.js';

/** Documents that are kept, and how long they may be together, in characters. */
const documentsKept = 500;
const charactersKept = 4_000_000;

/** An operation that a document has. */
export interface KnownOperation {
  readonly kind: OperationTypeNode;
  /** Takes the variables as they came: they need not be valid. */
  readonly cost: (variables: Readonly<Record<string, unknown>>) => number;
}

/** A document that is valid and within the limits. */
export class KnownDocument {
  readonly #operations = new Map<string | undefined, KnownOperation>();

  constructor(
    private readonly schema: GraphQLSchema,
    readonly document: DocumentNode,
  ) {}

  /** The operation of this name, or the only one there is; undefined when there is none, or it is not clear which. */
  operation(name: string | undefined): KnownOperation | undefined {
    const known = this.#operations.get(name);
    if (known) return known;
    const node = getOperationAST(this.document, name);
    if (!node) return undefined;
    const operation = { kind: node.operation, cost: costOf(this.schema, this.document, node) };
    this.#operations.set(name, operation);
    return operation;
  }
}

const refuseExcess = ({ code, max }: Excess, language: Language): readonly GraphQLError[] => [
  edgeError(code, language, { max }),
];

/** The documents that callers send: each is read, held against limits and schema, and measured once, and then kept. */
export class Documents {
  readonly #known = new LRUCache<string, KnownDocument>({
    max: documentsKept,
    maxSize: charactersKept,
    sizeCalculation: (_document, text) => text.length + 1,
  });

  /** Of a secret schema nothing is told beyond what a document names rightly. */
  constructor(
    private readonly schema: () => GraphQLSchema,
    private readonly secret: boolean,
  ) {}

  /** A document that was read before, and was in order. */
  find(text: string): KnownDocument | undefined {
    return this.#known.get(text);
  }

  /** Reads a document, or tells everything that keeps it from being executed. */
  read(text: string, language: Language): KnownDocument | readonly GraphQLError[] {
    try {
      return this.#read(text, language);
    } catch (error) {
      if (error instanceof GraphQLError) return [error];
      throw error;
    }
  }

  #read(text: string, language: Language): KnownDocument | readonly GraphQLError[] {
    const tooLong = excessOfText(text);
    if (tooLong) return refuseExcess(tooLong, language);
    const document = parse(text, { maxTokens: documentTokensMax });
    const tooMuch = excessOfDocument(document);
    if (tooMuch) return refuseExcess(tooMuch, language);
    const schema = this.schema();
    const errors = documentErrors(schema, document, language, { secret: this.secret });
    if (errors.length > 0) return errors;
    const known = new KnownDocument(schema, document);
    this.#known.set(text, known);
    return known;
  }
}
