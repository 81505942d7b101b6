import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { at, functionName, inWords, resourcesOf } from './template.ts';

/**
 * The most kB that the code of each function may weigh: a cold start reads and compiles all of it. A little above what it is;
 * one that needs more for what it does is given more here, in the change that brings it.
 */
const MOST_KB: Readonly<Record<string, number>> = {
  authorize: 350,
  'collect-source': 730,
  dashboard: 1100,
  'describe-api': 570,
  'download-export': 620,
  'end-job': 620,
  'erase-data': 660,
  'import-file': 970,
  'ingest-activity': 450,
  'manage-access': 440,
  'manage-catalogue': 440,
  'manage-licensing': 470,
  'manage-settings': 450,
  'manage-sources': 520,
  'publish-portfolio': 670,
  'read-insights': 670,
  'recalculate-customer': 500,
  'record-mail-event': 430,
  'request-erasure': 610,
  'request-export': 650,
  'request-import': 710,
  'request-recalculation': 450,
  'review-access': 390,
  'schedule-collection': 390,
  'schedule-recalculation': 430,
  'write-export': 750,
};

/** The folders of the functions' bundles, as they would be deployed, by the functions' names. */
const bundles = new Map(
  resourcesOf('dev', 'AWS::Lambda::Function').map((lambda) => {
    const [hash = ''] = inWords(at(lambda.Properties, 'Code', 'S3Key')).split('.');
    return [functionName(lambda), join(inject('synth').dev, `asset.${hash}`)];
  }),
);
const folderOf = (name: string): string => bundles.get(name) ?? '';
const codeOf = (name: string): string => join(folderOf(name), 'index.cjs');

test('the code of each function weighs no more than it may', () => {
  const complaints = [...bundles.keys()].flatMap((name) => {
    const kB = statSync(codeOf(name)).size / 1_000;
    const most = MOST_KB[name];
    if (most === undefined) return [`${name} weighs ${kB.toFixed(0)} kB: give it a most here.`];
    if (kB <= most) return [];
    return [
      `${name} weighs ${kB.toFixed(0)} kB and may weigh ${most}. What is in it: node_modules/.bin/esbuild functions/${name}/handler.ts --bundle --minify --platform=node --jsx=automatic --jsx-import-source=preact --main-fields=module,main --analyze --outfile=/dev/null`,
    ];
  });
  expect(complaints).toEqual([]);
  expect(Object.keys(MOST_KB).filter((name) => !bundles.has(name))).toEqual([]);
});

test('no bundle carries a second version of a package of the SDK, or another way to credentials than the environment', () => {
  for (const folder of bundles.values()) {
    const notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const named = [...notices.matchAll(/^(@(?:aws-sdk|smithy)\/\S+) \d/gmu)].map(([, name]) => name ?? '');
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name, position) => named.indexOf(name) !== position)).toEqual([]);
    expect(named.filter((name) => /credential-provider-(?!env)|nested-clients|token-providers/u.test(name))).toEqual(
      [],
    );
  }
});

/** Runs a script beside a function's code as Lambda would run it there, with the options of the template and these variables. */
const runIn = (name: string, script: string, variables: Readonly<Record<string, string>>) => {
  const lambda = resourcesOf('dev', 'AWS::Lambda::Function').find((one) => functionName(one) === name);
  const NODE_OPTIONS = inWords(at(lambda?.Properties, 'Environment', 'Variables', 'NODE_OPTIONS'));
  return spawnSync(process.execPath, ['-e', script], {
    cwd: folderOf(name),
    env: { NODE_OPTIONS, AWS_REGION: 'eu-west-1', POWERTOOLS_DEV: 'true', ...variables },
    encoding: 'utf8',
  });
};

test('the stack of an error names the file and line of the source it comes from', () => {
  const { stderr } = runIn('review-access', "require('./index.cjs')", {});
  const file = /\/(lib\/environment\.ts):(\d+):\d+\)?$/mu.exec(stderr);
  const source = readFileSync(join(import.meta.dirname, '..', '..', file?.[1] ?? ''), 'utf8').split('\n');
  expect(source[Number(file?.[2]) - 1]).toContain('throw new Error(`The environment of this function is incomplete');
  expect(stderr).toMatch(/\/functions\/review-access\/handler\.ts:\d+:\d+/u);
});

const authorizer = {
  ISSUER: 'https://issuer.example',
  JWKS_URI: 'https://issuer.example/keys',
  CLIENT_IDS: 'pages',
  LICENSING_TABLE: 'licensing',
  FIRST_OPERATOR: '',
};

test('a bundle logs by its own name why a token was refused', () => {
  const event = {
    headers: { authorization: 'Bearer no-token' },
    identitySource: ['Bearer no-token'],
    requestContext: {},
  };
  const script = `require('./index.cjs').handler(${JSON.stringify(event)}, {}).then((answer) => console.log(JSON.stringify(answer)))`;
  const { stdout, stderr } = runIn('authorize', script, authorizer);
  expect(stdout + stderr).toContain('"JwtParseError"');
  expect(stdout).toContain('"isAuthorized":false');
});
