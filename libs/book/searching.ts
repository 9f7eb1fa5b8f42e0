/** A pattern for `like … escape '\'` that finds a text as it stands, in columns kept in lower case: NFC, lower case. */
export const containing = (text: string): string =>
  `%${text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`;
