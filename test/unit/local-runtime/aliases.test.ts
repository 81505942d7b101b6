import { expect, test } from 'vitest';
import { readAliases } from '../../../infra/local/functions/aliases.ts';
import { readInvokePermissions } from '../../../infra/local/iam/invoke-permissions.ts';
import { resolveStack, type Stack } from '../../../infra/local/template/stack.ts';
import { template } from '../../../infra/local/template/template.ts';

const FUNCTION = 'arn:aws:lambda:eu-central-1:000000000000:function:Toy-Echo';
const ECHO = { Type: 'AWS::Lambda::Function' };
const VERSION = { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Echo' } } };
const LIVE = {
  Type: 'AWS::Lambda::Alias',
  Properties: {
    FunctionName: { Ref: 'Echo' },
    FunctionVersion: { 'Fn::GetAtt': ['EchoVersion', 'Version'] },
    Name: 'live',
  },
};
const permission = (functionName: unknown) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: functionName,
    Principal: 'apigateway.amazonaws.com',
  },
});

const stackOf = (Resources: Readonly<Record<string, unknown>>): Stack =>
  resolveStack(
    {
      stackName: 'Toy',
      template: template.parse({ Resources: { Echo: ECHO, ...Resources } }),
      constructPaths: new Map(),
      assetFolder: () => '',
    },
    { region: 'eu-central-1', account: '000000000000', addresses: { api: '', gate: '', issuer: '' } },
  );

test('the ARN of an alias is that of its function with its name, and leads to the function', () => {
  const stack = stackOf({ EchoVersion: VERSION, EchoLive: LIVE });
  expect([...readAliases(stack)]).toEqual([[`${FUNCTION}:live`, 'Toy-Echo']]);
  expect(stack.resources.find(({ logicalId }) => logicalId === 'EchoVersion')?.ref).toBe(`${FUNCTION}:1`);
});

test('an alias that leads to no published version, or to several, is an error that names it', () => {
  const elsewhere = { ...LIVE, Properties: { ...LIVE.Properties, FunctionVersion: '2' } };
  expect(() => readAliases(stackOf({ EchoVersion: VERSION, EchoLive: elsewhere }))).toThrow(
    'The alias "EchoLive" leads to Toy-Echo:2, which is not published.',
  );
  const RoutingConfig = { AdditionalVersionWeights: [{ FunctionVersion: '2', FunctionWeight: 0.1 }] };
  const shared = { ...LIVE, Properties: { ...LIVE.Properties, RoutingConfig } };
  expect(() => readAliases(stackOf({ EchoVersion: VERSION, EchoLive: shared }))).toThrow(/"EchoLive".*RoutingConfig/u);
});

test.each([
  ['the function', { Ref: 'Echo' }, [true, false]],
  ['the alias', { Ref: 'EchoLive' }, [false, true]],
])('who may invoke %s may not invoke the other', (_, functionName, may) => {
  const mayInvoke = readInvokePermissions(
    stackOf({ EchoVersion: VERSION, EchoLive: LIVE, Permission: permission(functionName) }),
  );
  expect([FUNCTION, `${FUNCTION}:live`].map((one) => mayInvoke('apigateway.amazonaws.com', one, 'any'))).toEqual(may);
});
