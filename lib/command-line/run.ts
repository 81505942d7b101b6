import { Command, CommanderError } from 'commander';
import { SeatpulseError } from '../client/seatpulse-error.ts';
import { type Context, contextOf, type Done } from './commands/context.ts';
import { customers } from './commands/customers.ts';
import { login } from './commands/login.ts';
import { ALL_REPORTS, pullReport } from './commands/pull-report.ts';
import { push } from './commands/push.ts';
import { recalculate } from './commands/recalculate.ts';
import { writeLine } from './terminal/output.ts';
import { type Terminal, UsageError } from './terminal/terminal.ts';

const ALL_DONE = 0;
const NOT_ALL_DONE = 1;
const NOT_UNDERSTOOD = 2;

/**
 * Runs what was typed after `seatpulse`. Returns the exit code: 0 when all was done, 1 when something was refused or is not
 * finished, 2 when the command is not understood or its caller may not do that.
 */
export const runCommandLine = async (typed: readonly string[], terminal: Terminal): Promise<number> => {
  let done: Done = true;
  const does =
    (work: (context: Context, command: Command) => Promise<Done>) =>
    async (...given: unknown[]): Promise<void> => {
      const command = given.at(-1);
      if (!(command instanceof Command)) throw new Error('Commander hands each command to its action last.');
      done = await work(contextOf(terminal, command), command);
    };
  try {
    await programOf(terminal, does).parseAsync(typed, { from: 'user' });
    return done ? ALL_DONE : NOT_ALL_DONE;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ALL_DONE : NOT_UNDERSTOOD; // it said why itself
    const [code, sentence] = endOf(error);
    writeLine(terminal.stderr, sentence);
    return code;
  }
};

type Does = (work: (context: Context, command: Command) => Promise<Done>) => (...given: unknown[]) => Promise<void>;

const programOf = ({ stdout, stderr }: Terminal, does: Does): Command => {
  const program = new Command('seatpulse')
    .description('Hands files in to a Seatpulse deployment, and gets reports out of it.')
    .option('--json', 'print one JSON document on standard output, and all else on standard error')
    .option('--partner <id>', 'for operators: act for this partner')
    .addHelpText('after', EXIT_CODES)
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) })
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();
  program
    .command('login')
    .description('keep the address of a deployment, and the token or the program’s secret that standard input brings')
    .requiredOption('--url <url>', 'the address of its API')
    .option('--issuer <url>', 'for a program: the issuer that its tokens come from')
    .option('--client-id <id>', 'for a program: its id there')
    .option('--scope <scope>', 'for a program: the scope that its token needs')
    .action(does((context, command) => login(context, command.opts())));
  program
    .command('push')
    .description('hand in the files of a folder, and wait for what is made of them; goes on where it ended before')
    .argument('<folder>')
    .option('--customer <id>', 'whose the files are that are not in a folder of a customer')
    .action(does((context, command) => push(context, command.args[0] ?? '', command.opts())));
  program
    .command('pull')
    .description('get something out')
    .command('report')
    .description('have reports written now, and download their files')
    .option('--reports <names>', `which, by commas: ${ALL_REPORTS.join(',')}`)
    .option('--customer <id>', 'of one customer in place of all')
    .option('--out <folder>', 'where the files go', '.')
    .action(does((context, command) => pullReport(context, command.opts())));
  program
    .command('recalculate')
    .description('make figures now, in place of tonight')
    .argument('[customer]', 'the id of one customer in place of all')
    .option('--wait', 'wait until they are there')
    .action(does((context, command) => recalculate(context, command.args[0], command.opts())));
  program
    .command('customers')
    .description('list the customers of the portfolio')
    .action(does((context) => customers(context)));
  return program;
};

const EXIT_CODES = `
SEATPULSE_URL and SEATPULSE_TOKEN stand above what login keeps.
Exit codes: 0 all done, 1 something was refused or is not finished, 2 not understood or not allowed.`;

/** How the command ends that an error ended, and what there is to say. */
const endOf = (error: unknown): [number, string] => {
  if (error instanceof UsageError) return [NOT_UNDERSTOOD, error.message];
  if (!(error instanceof SeatpulseError)) return [NOT_ALL_DONE, error instanceof Error ? error.message : String(error)];
  const { status, code, message, requestId } = error;
  const sentence = `${message} (${code}${requestId === undefined ? '' : `, request ${requestId}`})`;
  if (![401, 403].includes(status)) return [NOT_ALL_DONE, sentence];
  // The gateway itself refuses tokens, without a word of why.
  return [NOT_UNDERSTOOD, code.startsWith('http_') ? `${sentence} The token is not taken: log in again.` : sentence];
};
