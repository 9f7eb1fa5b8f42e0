import type { Command } from 'commander';

/** A person at a terminal wants to know what goes wrong; a log that is kept wants to know what went on. */
export const logLevelHere = (): Readonly<Record<string, string>> => (process.stdout.isTTY ? { LOG_LEVEL: 'warn' } : {});

export const addStartCommand = (program: Command): void => {
  program
    .command('start')
    .summary('serve the ledger in WAVEBOOK_DATA (./data)')
    .description(
      'Serves the ledger in WAVEBOOK_DATA (./data when it is not set) on PORT (4000) until it is stopped. The first start prints an admin token, once.',
    )
    .option(
      '--role <role>',
      'where several processes share a ledger: api serves people, projector does what is done once for all, all does both; WAVEBOOK_ROLE otherwise',
    )
    .addHelpText(
      'after',
      `
Examples:
  wavebook start                                on ./data, port 4000
  PORT=8080 WAVEBOOK_DATA=/srv/wavebook wavebook start
  wavebook start --role projector               one of several processes`,
    )
    .action(async ({ role }: { readonly role?: string }) => {
      const { readConfig } = await import('../ledger/config.js');
      const asked: Record<string, string> = role === undefined ? {} : { WAVEBOOK_ROLE: role };
      const config = readConfig(undefined, logLevelHere(), asked);
      const { serve } = await import('../ledger/serve.js');
      await serve(config);
    });
};
