import { type SqlBool, sql } from 'kysely';

/** A pattern for `like … escape '\'` that finds a text as it stands, in columns kept in lower case: NFC, lower case. */
export const containing = (text: string): string =>
  `%${text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`;

/** Rows whose column holds one of these values. An empty list asks for none: it never reaches SQL as `in ()`. */
export const among = (column: string, values: readonly string[]) =>
  values.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`${sql.ref(column)} in (${sql.join([...values])})`;
