import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { freePort } from '../../infra/local/free-port.ts';
import { GRANTS_FOLDER } from '../grants/recorded-grants.ts';
import { terminalEnvironment } from './shell.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** What `npm start` and the lines of the README need. */
const COPIED = ['docs', 'functions', 'infra', 'lib', 'cdk.json', 'package.json', 'package-lock.json'];

/** Below those that systems give to whoever asks for any port, and above those that developers use. */
const LOWEST_PORT = 20_000;
const PORTS = 10_000;

const addresses = z.object({ api: z.url(), mailbox: z.url(), issuer: z.url() });

/** What runs after `npm start`, in a working copy of its own. */
export interface Started {
  readonly folder: string;
  readonly addresses: z.output<typeof addresses>;
  /** What it printed until it ran. */
  readonly printed: string;
  readonly stop: () => Promise<void>;
}

/**
 * Does what `npm start` does in a fresh clone: boots the stack and loads the whole sample. The copy has the project's
 * packages and what the tests synthesized (`assembly`), and a `.local` of its own.
 */
export const npmStart = async (assembly: string): Promise<Started> => {
  const folder = await mkdtemp(join(tmpdir(), 'seatpulse-'));
  for (const path of COPIED) await cp(join(ROOT, path), join(folder, path), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  await cp(assembly, join(folder, '.local', 'cdk.out'), { recursive: true }); // after its sources, whose age it is compared with
  const port = await freePort(LOWEST_PORT + (process.pid % PORTS));
  const runtime = spawn(process.execPath, [join('infra', 'local', 'start.ts'), '--port', String(port)], {
    cwd: folder,
    env: terminalEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => runtime.kill();
  process.on('exit', end); // also when the tests break off
  let printed = '';
  const running = new Promise<void>((resolve, reject) => {
    for (const stream of [runtime.stdout, runtime.stderr])
      stream.setEncoding('utf8').on('data', (more: string) => {
        printed += more;
        if (/^curl .*"reports".*\n/mu.test(printed)) resolve(); // the last line
      });
    runtime.on('error', reject).on('exit', (code) => reject(new Error(`npm start ended (${code}):\n${printed}`)));
  });
  const stop = async (): Promise<void> => {
    const runs = runtime.exitCode === null && runtime.signalCode === null;
    if (runs && runtime.kill()) await once(runtime, 'exit');
    process.off('exit', end);
    const recorded = process.env[GRANTS_FOLDER];
    if (recorded !== undefined && runs)
      await cp(join(folder, '.local', 'grants.json'), join(recorded, 'npm-start.json'));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await running;
    const written: unknown = JSON.parse(await readFile(join(folder, '.local', 'runtime.json'), 'utf8'));
    return { folder, addresses: addresses.parse(written), printed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
