import { crc32 } from 'node:zlib';

/** How many partitions there may be: each takes a turn of its own for every batch of lines, whether it has any or not. */
export const partitionsMax = 64;

/** One of the parts that the programmes of a ledger are divided into, each with all their rows. */
export interface Partition {
  /** From 0. */
  readonly index: number;
  readonly of: number;
}

/** Which of so many partitions a programme belongs to: CRC-32 (ISO 3309) of its id, modulo their number. */
export const partitionOf = (programmeId: string, of: number): number => (of === 1 ? 0 : crc32(programmeId) % of);

export const partitionsOf = (of: number): readonly Partition[] =>
  Array.from({ length: of }, (_, index) => ({ index, of }));
