/** The moment in which an append was acknowledged, on the machine's monotonic clock, and how far it reached. */
export interface AcknowledgedAt {
  readonly position: string;
  readonly atNs: string;
}

/** What a server under measurement tells of itself. */
export interface Told {
  /** Appends since it was last asked. */
  readonly acknowledged: readonly AcknowledgedAt[];
  /** Processor time of the whole process with all its threads, since it started. */
  readonly cpuMs: number;
  /** Memory of the process that lies in RAM, in bytes. */
  readonly rssBytes: number;
}

/** Answers each message of the parent process. */
export const tellWhenAsked = (acknowledged: () => readonly AcknowledgedAt[] = () => []): void => {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    process.send!({
      acknowledged: acknowledged(),
      cpuMs: (user + system) / 1000,
      rssBytes: process.memoryUsage.rss(),
    } satisfies Told);
  });
};
