/** Where a connection can be cut. */
export type Cut = 'before an append is stored' | 'before an append is acknowledged' | 'in a read' | 'in a subscription';
export type CallKind = 'append' | 'read' | 'subscription';

/** What goes wrong, from the moment it is asked for until it is asked to end. */
export type Fault =
  /** The connection is cut; before that, `after` appends or frames pass. As often as `times` says, once when it does not. */
  | { readonly kind: 'cut'; readonly where: Cut; readonly after?: number; readonly times?: number }
  /** Answers to appends, or the first frame of a read, come so much later. */
  | { readonly kind: 'delay'; readonly of: CallKind; readonly ms: number }
  /** Calls are taken and never answered. Appends are stored. */
  | { readonly kind: 'silence'; readonly on: CallKind }
  /** The port is open, the database is not. */
  | { readonly kind: 'not ready' }
  | { readonly kind: 'refuse'; readonly as: 'forbidden' | 'unauthenticated' }
  /** Every answer to an append comes twice. */
  | { readonly kind: 'duplicate acknowledgement' }
  /** Appends are stored, but later than the server waits: it says that their time is up. */
  | { readonly kind: 'slow disk' }
  /** Another node leads: this one takes no appends. */
  | { readonly kind: 'leader'; readonly node: number };

type Of<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

/** The faults of the moment. */
export class Faults {
  #faults: readonly Fault[] = [];
  /** How often each cut has been passed, and how often it was made. */
  #passed = new Map<Fault, { passed: number; made: number }>();

  set(faults: readonly Fault[]): void {
    this.#faults = faults;
    this.#passed = new Map();
  }

  find<Kind extends Fault['kind']>(kind: Kind): Of<Kind> | undefined {
    return this.#faults.find((fault): fault is Of<Kind> => fault.kind === kind);
  }

  /** Somebody passes here: is the connection to be cut now? */
  cuts(where: Cut): boolean {
    const fault = this.#faults.find((each): each is Of<'cut'> => each.kind === 'cut' && each.where === where);
    if (!fault) return false;
    const counts = this.#passed.get(fault) ?? { passed: 0, made: 0 };
    this.#passed.set(fault, counts);
    if (counts.made >= (fault.times ?? 1)) return false;
    if (counts.passed++ < (fault.after ?? 0)) return false;
    counts.passed = 0;
    counts.made++;
    return true;
  }

  delayMs(of: CallKind): number {
    return this.#faults.find((each): each is Of<'delay'> => each.kind === 'delay' && each.of === of)?.ms ?? 0;
  }

  isSilent(on: CallKind): boolean {
    return this.#faults.some((each) => each.kind === 'silence' && each.on === on);
  }
}
