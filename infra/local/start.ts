import { parseArgs } from 'node:util';
import { freePort, isFree } from './free-port.ts';
import type { SignInChoice } from './issuer/sign-in-page.ts';
import {
  DATA,
  type Example,
  findRunning,
  type RunningAddresses,
  readComplete,
  removeData,
  removeRuntimeFile,
  writeComplete,
  writeGrantsFile,
  writeRuntimeFile,
} from './local-files.ts';
import { errorMessage } from './log/error-message.ts';
import { type Runtime, startRuntime } from './runtime.ts';
import { ASSEMBLY, STACK, synthesizeIfNeeded } from './synthesize.ts';
import { welcomeText } from './welcome.ts';

/** Lambda runs in UTC; a worker thread takes the time zone of the process. */
process.env.TZ = 'UTC';

const USUAL_PORT = 3000;
/** The subject that the dev stage names as its first operator. */
const OPERATOR = 'operator';

/** What functions log while the sample is loaded is of interest only if that fails. */
const held: string[] = [];
const LINES_HELD = 50;

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const options = () => {
  const { values } = parseArgs({
    options: {
      fresh: { type: 'boolean', default: false },
      microsoft: { type: 'boolean', default: false },
      'no-sample': { type: 'boolean', default: false },
      port: { type: 'string' },
    },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536))
    throw new Error(`"${values.port}" is not a port. Write a number: npm start -- --port ${USUAL_PORT}`);
  return { fresh: values.fresh, microsoft: values.microsoft, sample: !values['no-sample'], port };
};

const choosePorts = async (wanted: number | undefined) => {
  if (wanted !== undefined && !(await isFree(wanted)))
    throw new Error(`Port ${wanted} is taken. Choose another, or none.`);
  const api = wanted ?? (await freePort(USUAL_PORT));
  const gate = await freePort(api + 1);
  const issuer = await freePort(gate + 1);
  return { api, gate, issuer, mailbox: await freePort(issuer + 1) };
};

const addressesOf = (runtime: Runtime): RunningAddresses => ({
  api: runtime.api.origin,
  pages: runtime.api.origin,
  mailbox: runtime.mailbox.origin,
  issuer: runtime.issuer.origin,
  s3: runtime.s3.origin,
});

const fill = async (runtime: Runtime, sample: boolean): Promise<Example | null> => {
  if (!sample) return null;
  say('Loading the sample portfolio …');
  const { loadSample } = await import('./sample/load.ts');
  return loadSample(runtime, say);
};

const sampleSubject = async ({ partnerId }: Example): Promise<string> => {
  const { subjectOf } = await import('./sample/partners.ts');
  return subjectOf(partnerId);
};

const signInChoices = async (example: Example | null, microsoft: boolean): Promise<SignInChoice[]> => {
  const operator = { subject: OPERATOR, label: 'The operator' };
  if (!example && !microsoft) return [operator];
  const { PARTNERS, subjectOf } = await import('./sample/partners.ts');
  const { SHOWN_PARTNER } = await import('./microsoft/show-sources.ts');
  const partners = [...(example ? PARTNERS : []), ...(microsoft ? [SHOWN_PARTNER] : [])];
  return [...partners.map(({ partnerId, name }) => ({ subject: subjectOf(partnerId), label: name })), operator];
};

/** Starts the stand-in for Microsoft at the ports from `first` on, with the tenants of a partner; `show` has them collected. */
const showMicrosoft = async (runtime: Runtime, first: number) => {
  const { microsoftText } = await import('./microsoft/microsoft-text.ts');
  const { startMicrosoft } = await import('./microsoft/start-microsoft.ts');
  const { SHOWN_TENANTS } = await import('./microsoft/tenants/portfolio.ts');
  const login = await freePort(first);
  const graph = await freePort(login + 1);
  const downloads = await freePort(graph + 1);
  const partnerCenter = await freePort(downloads + 1);
  const ports = { login, graph, downloads, partnerCenter };
  const microsoft = await startMicrosoft({ now: runtime.clock.now, tenants: SHOWN_TENANTS, ports });
  const stopping = new AbortController();
  return {
    text: microsoftText(microsoft, SHOWN_TENANTS),
    show: async (): Promise<void> => {
      const { createApiClient } = await import('./sample/api-client.ts');
      const { showSources } = await import('./microsoft/show-sources.ts');
      const { showFigures } = await import('./microsoft/show-figures.ts');
      // A token is good for an hour; the last look comes after less than half of it.
      const operator = createApiClient(runtime.api, await runtime.issueToken({ subject: OPERATOR }));
      await showSources(operator, microsoft);
      void showFigures(operator, stopping).catch((error: unknown) => say(errorMessage(error)));
    },
    stop: (): Promise<void> => {
      stopping.abort();
      return microsoft.stop();
    },
  };
};

const start = async (): Promise<void> => {
  const { fresh, microsoft, sample, port } = options();
  const running = await findRunning();
  if (running) throw new Error(`Seatpulse is running already, at ${running.api}. Stop that first.`);
  if (fresh || !(await readComplete())) await removeData();
  if (await synthesizeIfNeeded()) say('Synthesized the stack.');

  let log = (line: string): void => {
    held.push(line);
    held.splice(0, held.length - LINES_HELD);
  };
  const ports = await choosePorts(port);
  const runtime = await startRuntime({
    assembly: ASSEMBLY,
    stack: STACK,
    dataDir: DATA,
    ports,
    log: (line) => log(line),
  });
  const standIn = microsoft ? await showMicrosoft(runtime, ports.mailbox + 1) : undefined;
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    await removeRuntimeFile();
    await standIn?.stop();
    await runtime.stop();
    await writeGrantsFile(runtime.grants());
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());

  const complete = await readComplete();
  const example = complete ? complete.example : await fill(runtime, sample);
  if (!complete) await writeComplete(example);
  const addresses = addressesOf(runtime);
  await writeRuntimeFile(addresses);
  await standIn?.show();
  runtime.offerSignIn(await signInChoices(example, microsoft));
  const token = await runtime.issueToken({ subject: example ? await sampleSubject(example) : OPERATOR });
  say(welcomeText({ addresses, token, example, now: runtime.clock.now() }));
  if (standIn) say(standIn.text);
  log = say;
};

try {
  await start();
} catch (error) {
  for (const line of held) say(line);
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exit(1);
}
