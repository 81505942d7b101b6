import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { assemblyFile } from './template.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const stages = ['dev', 'prod'] as const;

/** One of the oldest regions and one of Europe, which differ in what they know. */
const REGIONS = ['us-east-1', 'eu-central-1'];

/** `DependsOn` beside a reference to the same resource: CDK writes both, and one more says nothing wrong. */
const BESIDES_THE_POINT = 'W3005';

const report = z.object({
  diagnostics: z.array(z.object({ ruleId: z.string(), severity: z.string(), message: z.string() })),
});

/**
 * AWS's own linter of templates, with the schemas of all types of resource in it and most rules of cfn-lint under the same
 * ids. CDK brings it, and runs it when it synthesizes, in one region and without the rules that it takes for advice.
 */
const { CompositeEngine, TemplateContent } = createRequire(join(ROOT, 'node_modules', 'aws-cdk-lib', 'package.json'))(
  '@aws/cloudformation-validate',
);
const engine = new CompositeEngine();

/** What the linter finds from warnings up, as `rule message`. */
const lint = (template: unknown, region: string): string[] => {
  const found: unknown = engine.validateTemplate(new TemplateContent(JSON.stringify(template)), {
    pseudoParameterOverrides: { region },
    severityLevel: 'WARN',
    exclude: { ids: [BESIDES_THE_POINT] },
    detailLevel: 'STANDARD',
  });
  return report.parse(found).diagnostics.map(({ ruleId, message }) => `${ruleId} ${message}`);
};

test.each(stages.flatMap((stage) => REGIONS.map((region) => [stage, region] as const)))(
  'the linter finds nothing in the template of %s, in %s',
  (stage, region) => {
    expect(lint(assemblyFile(stage, '{stack}.template.json'), region)).toEqual([]);
  },
);

test('the linter knows properties, types, what is required, references and what a region has', () => {
  const queue = (Properties: Readonly<Record<string, unknown>>) =>
    lint({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties } } }, 'us-east-1');
  expect(queue({ VisibilityTimeout: 30 })).toEqual([]);
  expect(queue({ Colour: 'red' })).toEqual([expect.stringContaining("'Colour' was unexpected")]);
  expect(queue({ VisibilityTimeout: 'long' })).toEqual([expect.stringContaining("not of type 'integer'")]);
  expect(queue({ QueueName: { Ref: 'Nothing' } })).toEqual([expect.stringContaining('Nothing')]);
  const alias = { Type: 'AWS::Lambda::Alias', Properties: { Name: 'live' } };
  expect(lint({ Resources: { Alias: alias } }, 'us-east-1').join()).toContain('FunctionVersion');
  const stranger = { Resources: { Stranger: { Type: 'AWS::SQS::Quill' } } };
  expect(lint(stranger, 'eu-central-1').join()).toContain('AWS::SQS::Quill');
});
