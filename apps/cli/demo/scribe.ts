import type { Book } from '#book';
import type { Actor, Evidence, LocalDate, Recorded } from '#kernel';
import type { Ledger } from '#ledger';
import { v5 } from 'uuid';

/** One command of a story, as data. Units are `@Bekkestua skole`, a champion's person `@person:C-1`, all else its number (`W-1`). */
export interface Step {
  /** The day on which the ledger learns it. */
  readonly day: LocalDate;
  readonly command: string;
  readonly input: object;
  /** The day on which it was true, where that is another one. */
  readonly on?: LocalDate | undefined;
  readonly evidence: readonly Evidence[];
  /** A name under which later steps find the first line that this one wrote: `@line:<name>`. */
  readonly line?: string;
}

/** Units by their names, as steps speak of them. */
export const named = (units: readonly string[]): string[] => units.map((unit) => `@${unit}`);

/** The clock of a ledger that is written after the fact: it stands where the scribe sets it, and only goes forwards. */
export class StagedClock {
  #now = new Date('2000-01-01T08:00:00.000Z');

  readonly now = (): Date => this.#now;

  /** Sets the day; within a day each call moves the clock on by a minute. True when a new day began. */
  moveTo(day: LocalDate): boolean {
    const present = this.#now.toISOString().slice(0, 10);
    const begins = day > present;
    this.#now = begins ? new Date(`${day}T08:00:00.000Z`) : new Date(this.#now.getTime() + 60_000);
    return begins;
  }
}

const manager: Actor = { id: 'demo-programme-manager', role: 'manager' };
const clock: Actor = { id: 'clock', role: 'system' };

/** Under this all ids of stories are derived (UUID version 5): a namespace of its own, made once. */
const storyNamespace = '3f0d8a52-6c1e-4d5b-9a57-0b6a1d7c2e94';

/** The same step always gives the same command, so that a story that is written twice gives the same book. */
const commandIdOf = ({ day, command, input }: Step, programmeId = storyNamespace): string =>
  v5(`${day}/${command}/${JSON.stringify(input)}`, programmeId);

/** Every `@name` in an input, replaced by the id that it stands for. */
const resolved = (value: unknown, ids: ReadonlyMap<string, string>): unknown => {
  if (Array.isArray(value)) return value.map((item) => resolved(item, ids));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolved(item, ids)]));
  if (typeof value !== 'string' || !value.startsWith('@')) return value;
  const id = ids.get(value);
  if (id === undefined) throw new Error(`the story speaks of ${value} before it is there`);
  return id;
};

export type Progress = (commandsDone: number, commandsInAll: number) => void;

interface Desk {
  readonly ledger: Ledger<Book>;
  readonly staged: StagedClock;
  readonly onProgress?: Progress | undefined;
}

/** Writes one story into one book. */
class Scribe {
  readonly #ids = new Map<string, string>();
  #programmeId: string | undefined;
  lines = 0;

  constructor(private readonly desk: Desk) {}

  get programmeId(): string {
    return this.#programmeId!;
  }

  async write(step: Step): Promise<void> {
    const { ledger, staged } = this.desk;
    if (staged.moveTo(step.day) && this.#programmeId) await this.#tick();
    const { command, on, evidence } = step;
    const programmeId = this.#programmeId;
    const input = { ...(programmeId && { programmeId }), ...(resolved(step.input, this.#ids) as object) };
    const record = { commandId: commandIdOf(step, programmeId), ...(on && { occurredOn: on }), evidence };
    const outcome = await ledger.submit({ programmeId, command, input, actor: manager, record });
    if (!outcome.accepted)
      throw new Error(
        `${step.day} ${command} ${JSON.stringify(input)} was refused: ${JSON.stringify(outcome.refusals)}`,
      );
    if (outcome.repeated) throw new Error(`${step.day} ${command} is told twice`);
    this.#programmeId ??= outcome.programmeId;
    this.#remember(step, outcome.events);
  }

  /** What falls due by the calendar is written on the way, as the clock of a running ledger would. */
  async #tick(): Promise<void> {
    const programmeId = this.programmeId;
    const commandId = v5(`tick/${this.desk.ledger.today()}`, programmeId);
    const outcome = await this.desk.ledger.submit({
      programmeId,
      command: 'tick',
      input: {},
      actor: clock,
      record: { commandId },
    });
    if (outcome.accepted) this.lines += outcome.events.length;
  }

  #remember({ line }: Step, events: readonly Recorded[]): void {
    this.lines += events.length;
    if (line) this.#ids.set(`@line:${line}`, events[0]!.id);
    for (const { type, data } of events) {
      const { name, unitId, ref, personId } = data as Readonly<Record<string, string>>;
      if (type === 'UnitEnrolled') this.#ids.set(`@${name}`, unitId!);
      if (type === 'ChampionNominated') this.#ids.set(`@person:${ref}`, personId!);
    }
  }
}

/**
 * Writes a story into a new book through the ledger's own commands, in the order of the days on which the ledger learns
 * things. A refusal stops it: then the story is wrong. The same story gives the same book, down to its ids.
 */
export const writeStory = async (
  steps: readonly Step[],
  desk: Desk,
): Promise<{ readonly programmeId: string; readonly lines: number }> => {
  const scribe = new Scribe(desk);
  const inOrder = steps.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  for (const [at, step] of inOrder.entries()) {
    await scribe.write(step);
    desk.onProgress?.(at + 1, steps.length);
  }
  return { programmeId: scribe.programmeId, lines: scribe.lines };
};
