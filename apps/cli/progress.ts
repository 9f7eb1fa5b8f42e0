import type { Terminal } from './terminal.js';

/** Shows how far a command has come, where a person watches; elsewhere it says nothing. */
export interface Progress {
  /** How much is done of how much; the whole may grow. */
  tell(done: number, all: number): void;
  stop(): void;
}

const silent: Progress = { tell: () => undefined, stop: () => undefined };

/** A bar on the terminal, with what is counted in its words: `lines`. It appears with the first thing that is told. */
export const progressBar = async (
  { interactive }: Pick<Terminal, 'interactive'>,
  { json, counted }: { readonly json: boolean; readonly counted: string },
): Promise<Progress> => {
  if (!interactive || json) return silent;
  const { SingleBar } = await import('cli-progress');
  const bar = new SingleBar({
    format: `{bar} {value}/{total} ${counted}  {eta} s`,
    hideCursor: true,
    clearOnComplete: true,
  });
  let started = false;
  return {
    tell(done, all) {
      if (!started) bar.start(all, done);
      else {
        bar.setTotal(all);
        bar.update(done);
      }
      started = true;
    },
    stop: () => bar.stop(),
  };
};
