/**
 * A spreadsheet takes a cell of a CSV file that begins with one of these for a formula, and carries it out (OWASP, “CSV
 * Injection”). The wide forms count too: some programs fold them into the plain ones.
 */
const beginsFormula = /^'*[=+\-@\t\r\n＝＋－＠]/;

/**
 * A text that no spreadsheet takes for a formula: an apostrophe before it says that it is text. One that begins with
 * apostrophes and then a formula gets one more, so that `withoutEscape` gives back every text as it was.
 */
export const escapedFormula = (text: string): string => (beginsFormula.test(text) ? `'${text}` : text);

/** The text as it was before `escapedFormula`; any other text as it is. */
export const withoutEscape = (text: string): string =>
  text.startsWith("'") && beginsFormula.test(text) ? text.slice(1) : text;
