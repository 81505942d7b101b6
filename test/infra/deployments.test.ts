import { expect, test } from 'vitest';
import { at, functionName, inWords, listed, type Resource, resourcesOf, type StageName } from './template.ts';

const stages = ['dev', 'prod'] as const;

/** Which function each alias leads to, by the alias's logical id. */
const aliasesOf = (stage: StageName): Map<string, string> =>
  new Map(resourcesOf(stage, 'AWS::Lambda::Alias').map(({ id, Properties }) => [id, inWords(Properties.FunctionName)]));

const groupOf = (stage: StageName, alias: Resource): Resource | undefined => {
  const group = inWords(at(alias.UpdatePolicy, 'CodeDeployLambdaAliasUpdate', 'DeploymentGroupName'));
  return resourcesOf(stage, 'AWS::CodeDeploy::DeploymentGroup').find(({ id }) => id === group);
};

test.each(stages)('what the gateway calls in %s is the alias of a function, and it may call nothing else', (stage) => {
  const aliases = aliasesOf(stage);
  const integrations = resourcesOf(stage, 'AWS::ApiGatewayV2::Integration');
  const called = [
    ...integrations.map(({ Properties }) => inWords(Properties.IntegrationUri)),
    ...resourcesOf(stage, 'AWS::ApiGatewayV2::Authorizer').map(
      ({ Properties }) => /functions\/(\w+)\/invocations$/u.exec(inWords(Properties.AuthorizerUri))?.[1] ?? '',
    ),
  ];
  expect([...called].sort()).toEqual([...aliases.keys()].sort());
  const permitted = resourcesOf(stage, 'AWS::Lambda::Permission').map(({ Properties }) =>
    inWords(Properties.FunctionName),
  );
  expect(new Set(permitted)).toEqual(new Set(aliases.keys()));
});

test.each(stages)('every alias of %s is called live, and leads to the version of its function', (stage) => {
  const versions = new Map(
    resourcesOf(stage, 'AWS::Lambda::Version').map(({ id, Properties }) => [id, inWords(Properties.FunctionName)]),
  );
  const aliases = resourcesOf(stage, 'AWS::Lambda::Alias');
  expect(aliases.length).toBeGreaterThan(10);
  for (const { Properties } of aliases) {
    const version = inWords(at(Properties.FunctionVersion, 'Fn::GetAtt', 0));
    expect([Properties.Name, versions.get(version)]).toEqual(['live', inWords(Properties.FunctionName)]);
  }
});

test('dev goes to the next versions at once, without anything of CodeDeploy', () => {
  expect(resourcesOf('dev').filter(({ Type }) => Type.startsWith('AWS::CodeDeploy::'))).toEqual([]);
  expect(resourcesOf('dev', 'AWS::Lambda::Alias').filter(({ UpdatePolicy }) => UpdatePolicy)).toEqual([]);
});

test('prod sends a tenth of the calls to the next version first, and back when the function’s own alarm rings', () => {
  const functions = new Map(resourcesOf('prod', 'AWS::Lambda::Function').map((one) => [one.id, functionName(one)]));
  const alarms = new Map(resourcesOf('prod', 'AWS::CloudWatch::Alarm').map((one) => [one.id, one.Properties]));
  const aliases = resourcesOf('prod', 'AWS::Lambda::Alias');
  const groups = aliases.map((alias) => groupOf('prod', alias)?.id);
  expect(new Set(groups).size).toBe(aliases.length); // one that two functions shared would deploy one at a time
  for (const alias of aliases) {
    const group = groupOf('prod', alias)?.Properties;
    expect(group).toMatchObject({
      DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent10Minutes',
      AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM'] },
    });
    expect(at(group, 'AlarmConfiguration', 'Enabled')).toBe(true);
    const [watched, ...others] = listed(at(group, 'AlarmConfiguration', 'Alarms')).map((one) =>
      alarms.get(inWords(at(one, 'Name'))),
    );
    expect(others).toEqual([]);
    const lambda = inWords(alias.Properties.FunctionName);
    const measured = listed(watched?.Metrics).map((one) =>
      inWords(at(one, 'MetricStat', 'Metric', 'Dimensions', 0, 'Value')),
    );
    expect(measured).toEqual(['', lambda, functions.get(lambda)]); // the sum of its errors and of its failures
  }
});

test('deployments have a role that only CodeDeploy can take on, with what AWS says that it needs', () => {
  const [role, ...others] = resourcesOf('prod', 'AWS::IAM::Role').filter(({ Properties }) =>
    JSON.stringify(Properties.AssumeRolePolicyDocument).includes('codedeploy'),
  );
  expect(others).toEqual([]);
  expect(at(role?.Properties, 'AssumeRolePolicyDocument', 'Statement')).toEqual([
    { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'codedeploy.amazonaws.com' } },
  ]);
  expect(inWords(role?.Properties.ManagedPolicyArns)).toMatch(
    /^arn:.*service-role\/AWSCodeDeployRoleForLambdaLimited$/u,
  );
  const ownPolicies = resourcesOf('prod', 'AWS::IAM::Policy').filter(({ Properties }) =>
    listed(Properties.Roles).some((one) => inWords(one) === role?.id),
  );
  expect(ownPolicies).toEqual([]);
});
