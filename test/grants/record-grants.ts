import { afterAll } from 'vitest';
import { startedStack } from '../steps/stack.ts';
import { GRANTS_FOLDER, writeGrants } from './recorded-grants.ts';

/** After each file of a whole run: writes down what was made use of. A run of some files only proves nothing and writes nothing. */
afterAll(async () => {
  const folder = process.env[GRANTS_FOLDER];
  const stack = await startedStack();
  if (folder !== undefined && stack) writeGrants(folder, stack.grants());
});
