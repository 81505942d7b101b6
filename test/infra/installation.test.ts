import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { NO_SETTINGS, readInstallation, stageOf } from '../../infra/installation.ts';
import { stages } from '../../infra/stages.ts';

const folder = mkdtempSync(join(tmpdir(), 'settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const written = (text: string): string => {
  files += 1;
  const file = join(folder, `settings-${files}.ts`);
  writeFileSync(file, text);
  return file;
};
const complaint = async (text: string): Promise<string> => {
  const file = written(text);
  return readInstallation(file).then(
    () => 'none',
    (error: Error) => error.message.replace(file, 'the file'),
  );
};

const MAILS = { mailFrom: 'seatpulse@vendor.example', alarmEmail: 'on-call@vendor.example' };

test("a stage is what the product comes with, and above it the owner's settings", () => {
  expect(stageOf('dev', {})).toEqual(stages.dev);
  expect(stageOf('prod', { prod: { ...MAILS, reportingLagDays: 2 } })).toEqual({
    ...stages.prod,
    ...MAILS,
    reportingLagDays: 2,
  });
});

test('nobody has settings of their own until a file is written, and none are read where none are wanted', async () => {
  expect(await readInstallation(NO_SETTINGS)).toEqual({});
  expect(await readInstallation(written("export default { dev: { firstOperator: 'ada' } }"))).toEqual({
    dev: { firstOperator: 'ada' },
  });
});

test('a stage that does not exist is refused by name', () => {
  expect(() => stageOf('staging', {})).toThrow('There is no stage "staging". Choose one of dev, prod: -c stage=dev');
});

test('what prod cannot do without is named', () => {
  expect(() => stageOf('prod', {})).toThrow(
    /^The stage prod is not complete\. Set this under "prod" in seatpulse\.config\.ts; .*\n {2}prod\.mailFrom is missing: it is a mail address\.$/,
  );
});

test('prod does not deploy with the addresses of an example', () => {
  expect(() =>
    stageOf('prod', { prod: { mailFrom: 'seatpulse@example.com', alarmEmail: 'operations@mail.example.org' } }),
  ).toThrow(
    'prod.mailFrom is still the example seatpulse@example.com.\nprod.alarmEmail is still the example operations@mail.example.org.\nPut your own into seatpulse.config.ts.',
  );
});

test.each([
  ['{ prd: {} }', '  prd is not a setting; there are dev, prod.'],
  [
    "{ prod: { mailForm: 'a@vendor.example' } }",
    /^ {2}prod\.mailForm is not a setting; there are data, .*, mailFrom, /,
  ],
  ["{ prod: { mailFrom: 'nobody' } }", '  prod.mailFrom: it is a mail address.'],
  ['{ dev: { atOnce: { runs: 2 } } }', /^ {2}dev\.atOnce\.recalculations is missing: Invalid input/],
  [
    '{ dev: { atOnce: { runs: 1, recalculations: 2, publishes: 2, imports: 2, exports: 2 } } }',
    '  dev.atOnce.runs: SQS takes at least 2.',
  ],
  [
    "{ dev: { identity: { kind: 'cognito', integrations: ['Nightly Feed'] } } }",
    '  dev.identity.integrations.0: a name reads like "nightly-feed".',
  ],
  [
    "{ prod: { domain: { name: 'https://seatpulse.vendor.example', certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/1' } } }",
    '  prod.domain.name: a host name reads like "seatpulse.vendor.example".',
  ],
  [
    "{ dev: { recalculationSchedule: '02:00' } }",
    '  dev.recalculationSchedule: a schedule reads like "cron(0 2 * * ? *)".',
  ],
])('%s is refused, naming the setting', async (settings, said) => {
  const [first, ...lines] = (await complaint(`export default ${settings}`)).split('\n');
  expect(first).toBe('the file cannot be taken:');
  if (typeof said === 'string') expect(lines).toEqual([said]);
  else expect(lines[0]).toMatch(said);
});

test('a file without a default export is refused', async () => {
  expect(await complaint('export const prod = {}')).toContain('The default export is missing: Invalid input');
});

test('concurrency cannot be set aside for a function that there is not', () => {
  expect(() => stageOf('dev', { dev: { reservedConcurrency: { authorise: 5 } } })).toThrow(
    'dev.reservedConcurrency names no function by "authorise". The functions are authorize, collect-source, dashboard,',
  );
});

test('the example of a settings file is complete but for its addresses', async () => {
  const example = await readInstallation('docs/examples/seatpulse.config.ts');
  expect(() => stageOf('prod', example)).toThrow(/^prod\.mailFrom is still the example/);
  expect(stageOf('prod', { prod: { ...example.prod, ...MAILS } })).toMatchObject(MAILS);
});
