import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';

/** One call that curl made. */
export interface CurlCall {
  readonly method: string;
  readonly url: URL;
  readonly status: number;
}

/** What lines did in the shell. */
export interface Pasted {
  /** What they printed, line by line, without empty ones. */
  readonly output: readonly string[];
  readonly calls: readonly CurlCall[];
  /** What else stands on standard error. */
  readonly complaints: readonly string[];
}

/** A shell that somebody pastes lines into. */
export interface Shell {
  readonly paste: (lines: string) => Promise<Pasted>;
  readonly close: () => Promise<void>;
}

/** What the pasted lines call, apart from the shell itself. */
const PROGRAMS = ['curl', 'node', 'npm', 'sed', 'seq'];

/** Longer than anything that a block waits for. */
const PATIENCE_MILLISECONDS = 90_000;

/** What a process inherits that was started from a terminal, and not by a test that npm runs. */
export const terminalEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_THE_TEST.test(name))),
  PATH: (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.endsWith(join('node_modules', '.bin')))
    .join(delimiter),
});

const OF_THE_TEST =
  /^(?:npm_|INIT_CWD$|NODE_(?:ENV|OPTIONS)$|VITEST|POWERTOOLS_|AWS_|PATH$|TEST$|PROD$|DEV$|MODE$|BASE_URL$)/iu;

/** Opens a bash in a folder; `scratch` is a folder for its curl's settings. Throws where it cannot be, naming what is missing. */
export const openShell = async (folder: string, scratch: string): Promise<Shell> => {
  requirePrograms();
  // curl tells of each call on standard error, whatever the lines do with its output.
  writeFileSync(
    join(scratch, '.curlrc'),
    'write-out = "%{stderr}\\nHTTP %{http_code} %{method} %{url_effective}\\n"\nmax-time = 60\n',
  );
  const bash = spawn('bash', ['--noprofile', '--norc'], {
    cwd: folder,
    env: { ...terminalEnvironment(), CURL_HOME: scratch, HISTFILE: '' },
  });
  const output = collect(bash.stdout);
  const errors = collect(bash.stderr);
  const exited = once(bash, 'exit').then(([code]) => {
    throw new Error(`The shell ended by itself (${code}): ${output.held()}\n${errors.held()}`);
  });
  exited.catch(() => {});
  let pastes = 0;
  const paste = async (lines: string): Promise<Pasted> => {
    pastes += 1;
    const end = `<end of paste ${pastes}>`;
    bash.stdin.write(`${lines}\nprintf '\\n%s\\n' '${end}'; printf '\\n%s\\n' '${end}' >&2\n`);
    const late = timeOut(() => `It is not over yet:\n${lines}\n${output.held()}\n${errors.held()}`);
    try {
      const [printed, told] = await Promise.race([
        Promise.all([output.upTo(end), errors.upTo(end)]),
        exited,
        late.rejection,
      ]);
      const calls = told.flatMap((line) => callIn(line) ?? []);
      return { output: printed, calls, complaints: told.filter((line) => !callIn(line)) };
    } finally {
      late.cancel();
    }
  };
  await paste('set -o history -o histexpand'); // as in a shell that somebody types into: "!" is not only a character
  return {
    paste,
    close: async () => {
      bash.stdin.end();
      await exited.catch(() => {});
    },
  };
};

const requirePrograms = (): void => {
  const { error, stdout } = spawnSync(
    'bash',
    ['-c', `for one in ${PROGRAMS.join(' ')}; do command -v $one >/dev/null || echo $one; done`],
    {
      encoding: 'utf8',
      env: terminalEnvironment(),
    },
  );
  if (error)
    throw new Error(
      `The README's lines are pasted into bash, which does not start here (${error.message}). Install it; on Windows it comes with Git.`,
    );
  const missing = stdout.split('\n').filter(Boolean);
  if (missing.length > 0)
    throw new Error(`The README's lines call ${missing.join(', ')}, not found by bash. Install it.`);
};

const callIn = (line: string): CurlCall | undefined => {
  const [, status, method = '', url = ''] = /^HTTP (\d+) ([A-Z]+) (\S+)$/u.exec(line) ?? [];
  return status === undefined ? undefined : { method, url: new URL(url), status: Number(status) };
};

/** Holds what a stream brings until somebody asks for all up to a line. */
const collect = (stream: Readable) => {
  let held = '';
  stream.setEncoding('utf8').on('data', (more: string) => {
    held += more;
    stream.emit('held');
  });
  return {
    held: () => held,
    upTo: async (end: string): Promise<string[]> => {
      while (!held.includes(`${end}\n`)) await once(stream, 'held');
      const [before = '', after = ''] = held.split(`${end}\n`);
      held = after;
      return before.split('\n').filter((line) => line !== '');
    },
  };
};

const timeOut = (message: () => string) => {
  const { promise: rejection, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(message())), PATIENCE_MILLISECONDS);
  return { rejection, cancel: () => clearTimeout(timer) };
};
