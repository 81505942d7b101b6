import * as z from 'zod';
import type { PolicyStatement } from '../gate/principal.ts';
import type { Stack } from '../template/stack.ts';

const oneOrMore = z.union([z.string(), z.array(z.string())]);
// The template writes some values of conditions as numbers or booleans; IAM compares texts.
const conditionValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const statement = z.strictObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.union([conditionValue, z.array(conditionValue)]))).optional(),
  Sid: z.string().optional(),
  Principal: z.unknown().optional(),
});

/** A policy document of the template as the gate takes it. What the gate could not judge (`NotAction`, say) is refused here. */
export const policyDocument = z
  .object({ Statement: z.array(statement) })
  // Absent and undefined are one to zod and two to the compiler.
  .transform(({ Statement }) => Statement as PolicyStatement[]);

const roleProperties = z.object({
  AssumeRolePolicyDocument: z.unknown(),
  ManagedPolicyArns: z.array(z.string()).default([]),
  Policies: z.array(z.object({ PolicyDocument: policyDocument })).default([]),
});
const policyProperties = z.object({ PolicyDocument: policyDocument, Roles: z.array(z.string()).default([]) });

/** The AWS managed policies that roles of the template may name. */
const AWS_MANAGED: Readonly<Record<string, readonly PolicyStatement[]>> = {
  // It only lets a function write its log, which is captured.
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': [
    { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' },
  ],
  // Nobody takes on the role: CodeDeploy is left out.
  'arn:aws:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited': [],
};

/** What each role of the stack permits, by the role's ARN. Throws when a role names a policy that is not known. */
export const readRolePolicies = (stack: Stack): ReadonlyMap<string, readonly PolicyStatement[]> => {
  const managed = new Map(Object.entries(AWS_MANAGED));
  const attached = new Map<string, PolicyStatement[]>();
  const attach = (role: string, statements: readonly PolicyStatement[]) =>
    attached.set(role, [...(attached.get(role) ?? []), ...statements]);
  for (const { properties } of stack.ofType('AWS::IAM::Policy', policyProperties))
    for (const role of properties.Roles) attach(role, properties.PolicyDocument);
  for (const { ref, properties } of stack.ofType('AWS::IAM::ManagedPolicy', policyProperties)) {
    managed.set(ref, properties.PolicyDocument);
    for (const role of properties.Roles) attach(role, properties.PolicyDocument);
  }
  return new Map(
    stack.ofType('AWS::IAM::Role', roleProperties).map(({ ref, logicalId, attribute, properties }) => {
      const named = properties.ManagedPolicyArns.map((arn) => {
        const statements = managed.get(arn);
        if (!statements)
          throw new Error(`The role "${logicalId}" has the managed policy ${arn}, which the runtime does not know.`);
        return statements;
      });
      const inline = properties.Policies.map(({ PolicyDocument }) => PolicyDocument);
      return [attribute('Arn'), [...named.flat(), ...inline.flat(), ...(attached.get(ref) ?? [])]];
    }),
  );
};
