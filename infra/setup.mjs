/**
 * Installs what package-lock.json says, unless it is installed already. Plain JavaScript without packages, because it
 * runs before there are any, on whatever Node.js started npm. Everything after it runs on the Node.js 24 that was
 * installed with the rest: npm's scripts look into node_modules/.bin first.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
const PROJECT_NODE = 24;
const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const runningNode = Number(process.versions.node.split('.')[0]);

const stop = (message) => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

const NODE_MISSING = `Seatpulse runs on Node.js ${PROJECT_NODE}; this is ${process.version}, and for ${process.platform} on ${process.arch} npm brings none along. Install it: see https://nodejs.org.`;

const packagesOf = (lockfile) => JSON.parse(readFileSync(inProject(lockfile), 'utf8')).packages;

/** npm writes what it has installed into node_modules, last of all and in the form of the lockfile. */
const isInstalled = () => {
  if (!existsSync(inProject('node_modules/.package-lock.json'))) return false;
  const installed = packagesOf('node_modules/.package-lock.json');
  const { '': _project, ...locked } = packagesOf('package-lock.json');
  const mayBeLeftOut = ({ optional, devOptional, peer }) => optional || devOptional || peer;
  return (
    Object.keys(installed).every((path) => locked[path]) &&
    Object.entries(locked).every(([path, entry]) =>
      installed[path] ? installed[path].integrity === entry.integrity : mayBeLeftOut(entry),
    )
  );
};

if (runningNode < OLDEST_NODE)
  stop(
    `Seatpulse needs Node.js ${OLDEST_NODE} or newer to install itself; this is ${process.version}. See https://nodejs.org.`,
  );

const bringsNode = Boolean(packagesOf('package-lock.json')[`node_modules/node-${process.platform}-${process.arch}`]);
if (runningNode < PROJECT_NODE && !bringsNode) stop(NODE_MISSING);

if (!isInstalled()) {
  process.stdout.write('Installing the packages of package-lock.json …\n');
  const { error, status } = spawnSync('npm', ['ci'], {
    cwd: inProject('.'),
    stdio: 'inherit',
    shell: process.platform === 'win32', // npm is a command file there
  });
  if (error) stop(`npm could not be started (${error.message}). It comes with Node.js: see https://nodejs.org.`);
  if (status !== 0)
    stop('npm ci failed; its message stands above. With the registry within reach, run the same command again.');
}

if (runningNode < PROJECT_NODE && !existsSync(inProject('node_modules/.bin/node'))) stop(NODE_MISSING);
