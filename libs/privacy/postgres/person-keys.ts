import { type Pool, inTransaction } from '#postgres';
import DataLoader from 'dataloader';
import type { Wrapping } from '../sealing.js';

/** Persons of one statement. */
const batchMax = 500;

/** A key under the master key; null when the person was erased, undefined when they never had one. */
type Wrapped = Buffer | null | undefined;

interface KeyRow {
  readonly person: string;
  readonly wrapped: Buffer | null;
}

const select = {
  name: 'wavebook_person_keys',
  text: 'select person, wrapped from wavebook.person_key where person = any($1)',
};
const insert = `insert into wavebook.person_key (person, wrapped)
  select * from unnest($1::text[], $2::bytea[]) on conflict (person) do nothing`;
const destroy = `insert into wavebook.person_key as kept (person, erased_at) values ($1, $2)
  on conflict (person) do update set wrapped = null, erased_at = excluded.erased_at where kept.wrapped is not null`;

const inOrder = (persons: readonly string[], rows: readonly KeyRow[]): Wrapped[] => {
  const wrappedOf = new Map(rows.map(({ person, wrapped }) => [person, wrapped]));
  return persons.map((person) => wrappedOf.get(person));
};

/**
 * The keys of persons on PostgreSQL. All that are asked for in one turn are asked for by one statement, and no key is kept in
 * memory when it is answered: an erasure counts for whatever is asked after it, on every node.
 */
export class PersonKeys {
  readonly #find: DataLoader<string, Wrapped>;
  readonly #make: DataLoader<string, Wrapped>;

  constructor(
    private readonly pool: Pool,
    private readonly wrapping: Wrapping,
  ) {
    const options = { cache: false, maxBatchSize: batchMax };
    this.#find = new DataLoader<string, Wrapped>((persons) => this.#select(persons), options);
    this.#make = new DataLoader<string, Wrapped>((persons) => this.#insert(persons), options);
  }

  /** The key; null when the person was erased, undefined when they never had one. */
  async find(person: string): Promise<Buffer | null | undefined> {
    return this.#unwrapped(person, await this.#find.load(person));
  }

  /** The key, made where there was none; null when the person was erased. It is durable before anything is sealed under it. */
  async findOrMake(person: string): Promise<Buffer | null> {
    const wrapped = (await this.#find.load(person)) ?? (await this.#make.load(person));
    return this.#unwrapped(person, wrapped) ?? null;
  }

  async erase(person: string, at: Date): Promise<void> {
    await inTransaction(this.pool, (client) => client.query(destroy, [person, at.toISOString()]));
  }

  #unwrapped(person: string, wrapped: Wrapped): Buffer | null | undefined {
    return wrapped && this.wrapping.open(wrapped, person);
  }

  async #select(persons: readonly string[]): Promise<Wrapped[]> {
    const { rows } = await this.pool.use((client) => client.query<KeyRow>({ ...select, values: [persons] }));
    return inOrder(persons, rows);
  }

  /** Read back, since another node may have been faster. In one order for all, so that no two stand in each other's way. */
  #insert(persons: readonly string[]): Promise<Wrapped[]> {
    const ordered = [...new Set(persons)].sort();
    const made = ordered.map((person) => this.wrapping.make(person).wrapped);
    return inTransaction(this.pool, async (client) => {
      await client.query(insert, [ordered, made]);
      const { rows } = await client.query<KeyRow>({ ...select, values: [ordered] });
      return inOrder(persons, rows);
    });
  }
}
