import { fileProblem } from '../ledger/file-problem.js';
import { type Terminal, exitCodes } from './terminal.js';

/** What a command came to: as JSON for scripts, and in words for people. */
export interface Outcome {
  readonly code: number;
  /** Plain JSON; positions are decimal strings. Absent when everything has been told on the way. */
  readonly result?: object;
  readonly text: string;
}

/** A command that cannot be carried out as it was given. The message tells what to do about it. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
  constructor(
    readonly code: string,
    message: string,
    /** 2 when it was used wrongly, 1 when what it was used on is not as it should be. */
    readonly exitCode: number = exitCodes.badInput,
  ) {
    super(message);
  }
}

/** Their messages are written for whoever gave the command; anything else is a fault of ours, and shows where. */
const toldInWords = new Set([
  'AccessError',
  'CommandRefused',
  'ConfigError',
  'DemoRefused',
  'EventStoreError',
  'NoteError',
  'PostgresError',
  'PostgresUnavailable',
  'ProofFileError',
  'VaultError',
]);

/** What can be said of an error in words; undefined when it is a fault that needs its stack trace. */
export const inWords = (
  error: unknown,
): { readonly code: string; readonly message: string; readonly exitCode: number } | undefined => {
  const { name, code, message, exitCode } = error as Partial<CommandRefused>;
  const aboutFile = fileProblem(error);
  if (aboutFile !== undefined) return { code: code ?? 'FILE', message: aboutFile, exitCode: exitCodes.fault };
  if (name === undefined || !toldInWords.has(name)) return undefined;
  return { code: code ?? name, message: message ?? name, exitCode: exitCode ?? exitCodes.fault };
};

/** Carries a command out, tells what came of it, and gives the exit code. Faults of ours are thrown on. */
export const runAndTell = async (
  { out, err }: Terminal,
  { json }: { readonly json: boolean },
  work: () => Promise<Outcome>,
): Promise<number> => {
  try {
    const { code, result, text } = await work();
    if (!json) out(text);
    else if (result) out(`${JSON.stringify(result, null, 2)}\n`);
    return code;
  } catch (error) {
    const told = inWords(error);
    if (!told) throw error;
    const { code, message, exitCode } = told;
    if (json) out(`${JSON.stringify({ error: { code, message } }, null, 2)}\n`);
    err(`${message}\n`);
    return exitCode;
  }
};
