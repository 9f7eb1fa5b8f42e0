import { type Refusal, isRefusal } from '#kernel';
import { eventIdOf } from '#ledger';
import { v5 } from 'uuid';
import { plainKey, quoted, readDay, readFlag, readLine, readList, readQuestion, readText } from './cells.js';
import { type Cells, type ReadRow, isRead, optional, readColumns, required } from './columns.js';
import { refuse } from './import.words.js';
import { type Ground, type Plan, type PlannedLine, type PlannedStep, badLine, plannedLine } from './plan.js';
import type { Sheet } from './sheet.js';
import { namedSolution } from './solutions.js';

/** Columns of a file of decisions that were taken elsewhere. `caseNumber` is the key that a second run finds them by. */
export const decisionColumns = {
  caseNumber: required(
    readLine,
    'saksnummer',
    'saksnr',
    'sagsnummer',
    'sagsnr',
    'ärendenummer',
    'diarienummer',
    'sak',
    'sag',
    'id',
  ),
  title: required(readLine, 'tittel', 'titel', 'rubrik'),
  question: required(readQuestion, 'spørsmål', 'spørgsmål', 'fråga'),
  forum: required(readLine, 'organ', 'utvalg', 'udvalg', 'nämnd'),
  decidedOn: required(readDay, 'dato', 'datum', 'date', 'vedtatt', 'besluttet', 'beslutad'),
  options: required(readList, 'alternativer', 'alternativ', 'muligheder'),
  option: required(readLine, 'valg', 'valgt', 'val', 'valt', 'chosen'),
  rationale: required(readText, 'begrunnelse', 'begrundelse', 'motivering', 'grunn'),
  coreTaskValue: optional(readText, 'verdi', 'værdi', 'värde'),
  consequences: optional(readText, 'konsekvenser'),
  deciders: optional(readList, 'beslutningstakere', 'beslutningstagere', 'beslutsfattare'),
  consulted: optional(readList, 'hørt', 'rådspurt', 'hörda'),
  informed: optional(readList, 'informert', 'informeret', 'informerade'),
  effectiveFrom: optional(readDay, 'gjelder fra', 'gælder fra', 'gäller från'),
  reviewOn: optional(readDay, 'vurderes på nytt', 'vurderes igen', 'omprövas'),
  introducesSystem: optional(readFlag, 'innfører system', 'indfører system', 'inför system'),
  operationsOwner: optional(readLine, 'driftsansvarlig', 'driftsansvarig', 'driftseier'),
  staffAffecting: optional(readFlag, 'berører ansatte', 'berører medarbejdere', 'berör anställda'),
  involvementWaiver: optional(readText, 'unntak medvirkning', 'undtagelse inddragelse', 'undantag medverkan'),
  solution: optional(readLine, 'løsning', 'lösning'),
  uri: optional(readLine, 'lenke', 'link', 'länk', 'url'),
} as const;
type DecisionCells = Cells<typeof decisionColumns>;
type DecisionRow = ReadRow<typeof decisionColumns>;

/** The command that a case number stands for in this programme: the same one on every run. */
const commandIdOf = (programmeId: string, caseNumber: string): string =>
  v5(`import/decision/${plainKey(caseNumber)}`, programmeId);

const columns = {
  occurredOn: 'decidedOn',
  evidence: 'uri',
  'evidence.title': 'caseNumber',
  solutionId: 'solution',
} as const;

/** The ledger finds that a case was told otherwise before; the file's owner is told what to do about it. */
const saysToldOtherwise =
  (caseNumber: string, ref: string): PlannedStep['inWordsOfFile'] =>
  ({ refused }) =>
    refused === 'COMMAND_ID_REUSED'
      ? { ...refuse('DECISION_TOLD_OTHERWISE', { text: quoted(caseNumber), decision: ref }), field: 'caseNumber' }
      : undefined;

const logging = (
  row: DecisionRow,
  { caseNumber, decidedOn, uri, solution: _named, ...decision }: DecisionCells,
  solutionId: string | undefined,
  { programmeId, book }: Ground,
): PlannedStep => {
  const commandId = commandIdOf(programmeId, caseNumber!);
  const subject = book.timeline.subjectOf.get(eventIdOf(commandId, 0));
  const ref = subject && book.decisions.get(subject)?.ref;
  const what = `${caseNumber} ${decision.title}`;
  return {
    command: 'logDecision',
    columns,
    inputOf: () => ({ programmeId, ...decision, solutionId }),
    occurredOn: decidedOn!,
    commandId,
    evidence: [{ title: caseNumber!, ...(uri && { uri }), evidenceDate: decidedOn! }],
    // What is in the book is sent again, too: nothing is written twice, and the ledger says when the file tells it otherwise now.
    lines: [plannedLine(row.line, what, ref ? 'unchanged' : 'new')],
    ...(ref && { inWordsOfFile: saysToldOtherwise(caseNumber!, ref) }),
  };
};

const plannedDecision = (row: DecisionRow, ground: Ground, lineOfCase: ReadonlyMap<string, number>) => {
  const { line, text, read } = row;
  const what = `${text('caseNumber')} ${text('title')}`.trim();
  if (!isRead<typeof decisionColumns>(read)) return badLine(line, what, ...read);
  const earlier = lineOfCase.get(plainKey(read.caseNumber!))!;
  if (earlier !== line) {
    const repeated: Refusal = refuse('LINE_REPEATED', { text: quoted(read.caseNumber!), line: earlier });
    return badLine(line, what, { ...repeated, field: 'caseNumber' });
  }
  const solutionId = read.solution === undefined ? undefined : namedSolution(ground.book, read.solution);
  return isRefusal(solutionId) ? badLine(line, what, solutionId) : logging(row, read, solutionId, ground);
};

/** What a file of decisions would do: log those whose case number the book does not know yet. */
export const planDecisions = (sheet: Sheet, ground: Ground): Plan => {
  const { rows, titles, ignored } = readColumns(sheet, decisionColumns, ground);
  const lineOfCase = new Map(rows.toReversed().map((row) => [plainKey(row.text('caseNumber')), row.line] as const));
  const settled: PlannedLine[] = [];
  const steps: PlannedStep[] = [];
  for (const row of rows) {
    const planned = plannedDecision(row, ground, lineOfCase);
    if ('fate' in planned) settled.push(planned);
    else steps.push(planned);
  }
  return { settled, steps, titles, ignored };
};
