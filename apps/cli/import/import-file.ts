import { existsSync } from 'node:fs';
import type { Actor, Language } from '#kernel';
import { filesIn, readConfig } from '../../ledger/config.js';
import { openParts } from '../../ledger/parts.js';
import { progressBar } from '../progress.js';
import { type Terminal, exitCodes, quietLog } from '../terminal.js';
import { findProgramme } from './find-programme.js';
import { refuse } from './import.words.js';
import type { ImportKind } from './kinds.js';
import { type Report, reportOf, reportText, sayFileRefusal } from './report.js';
import { runImport } from './run-import.js';
import { FileRefused } from './sheet.js';

export interface ImportFlags {
  readonly programme?: string;
  readonly dryRun: boolean;
  readonly skipBad: boolean;
  readonly ignoreColumns: boolean;
  readonly json: boolean;
  readonly language: Language;
}

/** Lines of the command line are written under this pseudonym. */
const actor: Actor = { id: 'command-line', role: 'admin' };

const importFile = async (kind: ImportKind, file: string, flags: ImportFlags, terminal: Terminal): Promise<Report> => {
  const { dryRun, skipBad, ignoreColumns: ignoreUnknown, language } = flags;
  const config = readConfig();
  if (config.eventStoreUrl === undefined && !existsSync(filesIn(config.data).ledger))
    throw new FileRefused(refuse('LEDGER_MISSING', { folder: config.data }));
  const parts = await openParts({ ...config, log: quietLog, role: 'visitor' });
  const bar = await progressBar(terminal, { json: flags.json || dryRun, counted: 'lines' });
  try {
    const programme = await findProgramme(parts, flags.programme);
    const onProgress = (done: number, all: number) => (all > 0 ? bar.tell(done, all) : undefined);
    const options = { kind, file, programmeId: programme.id, actor, dryRun, skipBad, ignoreUnknown, onProgress };
    const imported = await runImport(parts.ledger, options);
    return reportOf(imported, { kind, file, programme, dryRun }, language);
  } finally {
    bar.stop();
    await parts.close();
  }
};

/** Imports a file into a programme's book, tells what came of it, and gives the exit code. */
export const importAndTell = async (
  kind: ImportKind,
  file: string,
  flags: ImportFlags,
  terminal: Terminal,
): Promise<number> => {
  const { json, language } = flags;
  try {
    const report = await importFile(kind, file, flags, terminal);
    terminal.out(json ? `${JSON.stringify(report, null, 2)}\n` : reportText(report, language, terminal.width));
    return report.counts.bad > 0 ? exitCodes.badInput : exitCodes.done;
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    const { refusal } = error;
    const message = sayFileRefusal(refusal, language);
    if (json) terminal.out(`${JSON.stringify({ kind, file, error: { code: refusal.refused, message } }, null, 2)}\n`);
    terminal.err(`${message}\n`);
    return exitCodes.badInput;
  }
};
