import type { AskOptions, TestServer } from './server.js';

export interface UserError {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}

/** What every mutation answers with, beside what a test asks of its own. */
export interface Payload {
  readonly position: string | null;
  readonly userErrors: readonly UserError[];
}

export interface CommandOptions extends AskOptions {
  /** What to ask of the payload beside position and userErrors: `wave { id ref }`. */
  readonly select?: string;
  readonly record?: object;
}

/** The mutation of a command, which is the same for all of them. */
export const mutationOf = (name: string, select = ''): string => {
  const input = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  return `mutation ($input: ${input}!, $record: RecordInput) {
    ${name}(input: $input, record: $record) { position userErrors { code message field } ${select} }
  }`;
};

type CommandServer = Pick<TestServer, 'graphql' | 'logged'>;

/** Gives a command, as a client does, and its payload. @throws Error when the request itself was refused. */
export const give = async <Chosen = object>(
  { graphql, logged }: CommandServer,
  name: string,
  input: object,
  { select, record, ...asking }: CommandOptions = {},
): Promise<Payload & Chosen> => {
  const { data, errors } = await graphql<Record<string, Payload & Chosen>>(
    mutationOf(name, select),
    { input, record },
    asking,
  );
  if (errors) throw new Error(`${name}: ${JSON.stringify({ errors, faults: logged.filter(({ err }) => err) })}`);
  return data[name]!;
};

/** Gives a command that is accepted. @throws Error that tells the rules that it broke. */
export const accept = async <Chosen = object>(
  server: CommandServer,
  name: string,
  input: object,
  options?: CommandOptions,
): Promise<Chosen & { readonly position: string }> => {
  const payload = await give<Chosen>(server, name, input, options);
  if (payload.userErrors.length > 0) throw new Error(`${name}: ${JSON.stringify(payload.userErrors)}`);
  return payload as Chosen & { readonly position: string };
};
