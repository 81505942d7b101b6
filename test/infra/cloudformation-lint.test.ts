import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';

// A Python program, which npm cannot bring: https://github.com/aws-cloudformation/cfn-lint
const isInstalled = spawnSync('cfn-lint', ['--version']).status === 0;

/** One of the oldest regions and one of Europe, which differ in what they know. */
const REGIONS = ['us-east-1', 'eu-central-1'];

/** `DependsOn` beside a reference to the same resource: CDK writes both, and one more says nothing wrong. */
const BESIDES_THE_POINT = 'W3005';

test.runIf(isInstalled)('cfn-lint finds nothing in the templates, in either region', () => {
  const templates = (['dev', 'prod'] as const).map((stage) =>
    join(inject('synth')[stage], `Seatpulse-${stage}.template.json`),
  );
  const { stdout, stderr } = spawnSync(
    'cfn-lint',
    ['--regions', ...REGIONS, '--ignore-checks', BESIDES_THE_POINT, '--format', 'parseable', '--', ...templates],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe('');
});
