import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CLIENT_TYPES, clientDocument, stamped, wasMadeFrom } from '../../../functions/describe-api/client-types.ts';

test("the client's types are those of the API as it is: otherwise, npm run client", () => {
  const types = readFileSync(join(import.meta.dirname, '..', '..', '..', CLIENT_TYPES), 'utf8');
  expect(wasMadeFrom(clientDocument(), types)).toBe(true);
});

test('types of another document, or touched by hand, are told apart', () => {
  const file = stamped('document', 'export interface paths {}\n');
  expect(wasMadeFrom('document', file)).toBe(true);
  expect(wasMadeFrom('document, changed', file)).toBe(false);
  expect(wasMadeFrom('document', file.replace('paths', 'ways'))).toBe(false);
});
