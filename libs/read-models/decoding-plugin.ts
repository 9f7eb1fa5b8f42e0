import type { ColumnType } from '#kernel';
import type {
  KyselyPlugin,
  PluginTransformQueryArgs,
  PluginTransformResultArgs,
  QueryResult,
  UnknownRow,
} from 'kysely';

type Decode = (value: unknown) => unknown;

const decoders: Partial<Record<ColumnType, Decode>> = {
  json: (value) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value),
  flag: (value) => (typeof value === 'number' ? value !== 0 : value),
};

/**
 * Gives `json` and `flag` columns back as what the projection made, recognised by name: an alias is not decoded unless
 * it is such a name itself. `sources` come as decimal strings.
 */
export class DecodingPlugin implements KyselyPlugin {
  readonly #decoders: ReadonlyMap<string, Decode>;

  constructor(types: ReadonlyMap<string, ColumnType>) {
    this.#decoders = new Map(
      [...types].flatMap(([column, type]) => {
        const decode = decoders[type];
        return decode ? [[column, decode] as const] : [];
      }),
    );
  }

  transformQuery({ node }: PluginTransformQueryArgs) {
    return node;
  }

  transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    const [first] = result.rows;
    if (first) {
      const coded = Object.keys(first).flatMap((column) => {
        const decode = this.#decoders.get(column);
        return decode ? [[column, decode] as const] : [];
      });
      for (const row of result.rows) for (const [column, decode] of coded) row[column] = decode(row[column]);
    }
    return Promise.resolve(result);
  }
}
