import { createHash } from 'node:crypto';
import type { ExecutionResult } from 'graphql';

type Result = ExecutionResult | Promise<ExecutionResult>;

/** Different questions whose answers are kept for one value; whoever asks another one is answered alone. */
const questionsMax = 64;

/**
 * Answers of all who ask the same of the same value at the same moment: the first one's execution is everybody's. A
 * moment is what an answer depends on beside its question: how far the read models have come, and the day.
 */
export class SharedResults {
  readonly #kept = new WeakMap<object, { readonly moment: string; readonly results: Map<string, Result> }>();

  of(value: object, moment: string, question: string, execute: () => Result): Result {
    const results = this.#at(value, moment);
    const known = results.get(question);
    if (known) return known;
    const result = execute();
    if (results.size < questionsMax) results.set(question, result);
    return result;
  }

  #at(value: object, moment: string): Map<string, Result> {
    const kept = this.#kept.get(value);
    if (kept?.moment === moment) return kept.results;
    const results = new Map<string, Result>();
    this.#kept.set(value, { moment, results });
    return results;
  }
}

/** A short name for everything that an answer is determined by; different ones have different names. */
export const questionOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64');
