import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import * as z from 'zod';

const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.json()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  UpdatePolicy: z.json().optional(),
});
const template = z.object({ Resources: z.record(z.string(), resource), Outputs: z.record(z.string(), z.json()) });

export type Json = z.infer<ReturnType<typeof z.json>>;
export type StageName = 'dev' | 'prod';
export type Resource = z.infer<typeof resource> & { readonly id: string };

/** A file of the stage's cloud assembly, parsed; `{stack}` in its name stands for the stack's name. */
export const assemblyFile = (stage: StageName, file: string): unknown =>
  JSON.parse(readFileSync(join(inject('synth')[stage], file.replace('{stack}', `Seatpulse-${stage}`)), 'utf8'));

/** The stage's template as it was synthesized. */
export const templateOf = (stage: StageName): z.infer<typeof template> =>
  template.parse(assemblyFile(stage, '{stack}.template.json'));

/** The stage's resources of one type, or all of them, with their logical ids. */
export const resourcesOf = (stage: StageName, type?: string): Resource[] =>
  Object.entries(templateOf(stage).Resources)
    .filter(([, one]) => type === undefined || one.Type === type)
    .map(([id, one]) => ({ id, ...one }));

/** What stands at a path of keys and positions, or `undefined`. */
export const at = (value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined =>
  path.reduce<Json | undefined>((inner, key) => {
    if (Array.isArray(inner)) return inner[Number(key)];
    return typeof inner === 'object' && inner !== null ? inner[key] : undefined;
  }, value);

/** What is there as a list: a template writes one as itself. */
export const listed = (value: Json | undefined): Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** A value of the template as a line: references by their logical id, `Arn` left out, joins put together. */
export const inWords = (value: Json | undefined): string => {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return `${value}`;
  if (Array.isArray(value)) return value.map(inWords).join('.');
  if ('Ref' in value) return inWords(value.Ref);
  if ('Fn::GetAtt' in value) return inWords(value['Fn::GetAtt']).replace(/\.Arn$/, '');
  return listed(at(value, 'Fn::Join', 1))
    .map(inWords)
    .join('');
};

/** The name of a function, which is its folder's. */
export const functionName = (one: Resource): string =>
  inWords(at(one.Properties, 'Environment', 'Variables', 'POWERTOOLS_SERVICE_NAME'));

const metadata = z.record(z.string(), z.array(z.object({ type: z.string(), data: z.unknown() })));

/** The findings of cdk-nag that the stage's stack takes on purpose: where, of which rule, and why. */
export const acknowledgedOf = (stage: StageName): { path: string; rule: string; reason: string }[] =>
  Object.entries(metadata.parse(assemblyFile(stage, '{stack}.metadata.json'))).flatMap(([path, entries]) =>
    entries
      .filter((entry) => entry.type === 'aws:cdk:acknowledged-rules')
      .flatMap((entry) => Object.entries(z.record(z.string(), z.string()).parse(entry.data)))
      .map(([rule, reason]) => ({
        path: path.replace(`/Seatpulse-${stage}/`, ''),
        rule: rule.replace('Annotation::', ''),
        reason,
      })),
  );
