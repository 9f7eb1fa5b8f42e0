/** An instruction of a Dockerfile, its lines joined. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

const instructionsIn = (text: string): readonly Instruction[] =>
  text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name, rest] = /^([A-Z]+) +(.*)$/.exec(line)!;
      return { name: name!, rest: rest! };
    });

/** What an image is when it runs: its last stage. */
export interface Image {
  readonly stages: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly user: string | undefined;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  /** Paths that are copied from the stage that builds. */
  readonly copied: readonly string[];
}

const words = (text: string): readonly string[] => JSON.parse(text) as readonly string[];

/** Reads a Dockerfile whose commands are in their exec form. */
export const readDockerfile = (text: string): Image => {
  const all = instructionsIn(text);
  const last = all.slice(all.findLastIndex(({ name }) => name === 'FROM'));
  const of = (name: string): readonly string[] => last.filter((each) => each.name === name).map(({ rest }) => rest);
  return {
    stages: all.filter(({ name }) => name === 'FROM').map(({ rest }) => rest),
    environment: Object.fromEntries(
      of('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('='))),
    ) as Record<string, string>,
    workdir: of('WORKDIR').at(-1)!,
    user: of('USER').at(-1),
    entrypoint: words(of('ENTRYPOINT').at(-1)!),
    command: words(of('CMD').at(-1)!),
    healthcheck: words(/CMD (\[.*\])$/.exec(of('HEALTHCHECK').at(-1)!)![1]!),
    copied: of('COPY').flatMap((line) => /^--from=build \/wavebook\/(\S+) /.exec(line)?.[1] ?? []),
  };
};
