import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { programOf } from './program.js';

const page = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
const silent = { out: () => undefined, err: () => undefined, interactive: false, width: 80 };
const program = programOf(silent, () => undefined);
const commands: readonly Command[] = program.commands;

/** A command that is carried out has none below it. */
const leavesOf = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf);

/** Words of a command line, as a shell splits them: quoted ones are one, and a redirection ends it. */
const wordsOf = (line: string): readonly string[] =>
  [...line.split(/ [>|#]/)[0]!.matchAll(/"([^"]*)"|\S+/g)].map(([whole, quoted]) => quoted ?? whole);

/** What is given to `wavebook` in a line, after what is set for it. */
const givenIn = (line: string): readonly string[] => {
  const words = wordsOf(line);
  return words.slice(words.indexOf('wavebook') + 1);
};
const shellLinesOf = (text: string): readonly string[] =>
  [...text.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block]) => block!.trimEnd().split('\n'));
const examplesIn = (help: string): readonly string[] =>
  help.split('\n').flatMap((line) => /^ {2}((?:[A-Z_]+=\S+ )*wavebook .*?)(?: {2,}.*)?$/.exec(line)?.[1] ?? []);

/** The command that a command line gives, by commander's own reading, with what it does left out. */
const parses = async (line: string): Promise<string | undefined> => {
  const reading = programOf(silent, () => undefined);
  let acted: string | undefined;
  for (const command of reading.commands)
    for (const leaf of leavesOf(command))
      leaf
        .exitOverride()
        .configureOutput({ writeErr: () => undefined })
        .action(() => void (acted = command.name()));
  await reading.parseAsync([...givenIn(line)], { from: 'user' });
  return acted;
};

const helpOf = (command: Command): string => {
  let help = '';
  command.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
  return help;
};

describe('docs/cli.md', () => {
  const chapters = page.split(/^## /m).slice(1);
  const chapterOf = new Map(chapters.map((chapter) => [chapter.split('\n', 1)[0]!, chapter]));

  it('has a chapter for every command, and for no other', () => {
    expect([...chapterOf.keys()].sort()).toEqual(commands.map((each) => each.name()).sort());
  });

  it.each(commands.map((each) => [each.name(), each] as const))('%s: names every option', (name, command) => {
    const chapter = `${chapterOf.get(name)}${name === 'import' ? readFileSync(new URL('../../../docs/import.md', import.meta.url), 'utf8') : ''}`;
    for (const { long } of leavesOf(command).flatMap(({ options }) => options)) expect(chapter).toContain(long);
  });

  it.each([...chapterOf].flatMap(([name, chapter]) => shellLinesOf(chapter).map((line) => [line, name])))(
    '%s can be given',
    async (line, name) => expect(await parses(line)).toBe(name),
  );
});

describe('the help of', () => {
  it.each(commands.map((each) => [each.name(), each] as const))(
    '%s shows examples that can be given',
    async (name, command) => {
      const examples = examplesIn(helpOf(command));
      expect(examples.length).toBeGreaterThan(0);
      for (const line of examples) expect(await parses(line)).toBe(name);
    },
  );
});
