import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { forbiddenIn, softwareBill } from './allowed-licences.ts';

// What `npm sbom` lists is what the lockfile installs, with the licence that each package says it has.
const { status, stdout, stderr } = spawnSync('npm', ['sbom', '--sbom-format=cyclonedx'], {
  cwd: join(import.meta.dirname, '..', '..'),
  encoding: 'utf8',
  maxBuffer: 100_000_000,
  shell: process.platform === 'win32', // npm is a command file there
});
if (status !== 0) throw new Error(`npm sbom failed: ${stderr}`);
const bill = softwareBill.parse(JSON.parse(stdout));
const forbidden = forbiddenIn(bill);
for (const one of forbidden)
  process.stdout.write(`${one} is not under a licence of infra/supply-chain/allowed-licences.ts\n`);
process.stdout.write(`${bill.components.length} packages, ${forbidden.length} under licences that are not allowed\n`);
if (forbidden.length > 0) process.exitCode = 1;
