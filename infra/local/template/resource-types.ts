import { generatedId, physicalName } from './physical-name.ts';

/** What the values of a resource are made of. */
export interface ResourceNames {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  /** Where the runtime serves; without a trailing slash. */
  readonly addresses: Addresses;
  readonly logicalId: string;
  /** The resolved property of that name, if it is a string. */
  readonly property: (name: string) => string | undefined;
}

/** Addresses that the template's references stand for; without a trailing slash. */
export interface Addresses {
  readonly api: string;
  readonly gate: string;
  readonly issuer: string;
}

type Value = (names: ResourceNames) => string;

/** What the runtime makes of a type of resource, and what `Ref` and `Fn::GetAtt` of one stand for. */
export interface ResourceType {
  /** What runs in its place, or why nothing does. */
  readonly runsAs: string | { readonly leftOut: string };
  readonly ref: Value;
  readonly attributes?: Readonly<Record<string, Value>>;
}

const named =
  (property: string, longest?: number): Value =>
  ({ property: read, stackName, logicalId }) =>
    read(property) ?? physicalName(stackName, logicalId, longest);

const arn =
  (service: string, resource: Value): Value =>
  (names) =>
    `arn:aws:${service}:${names.region}:${names.account}:${resource(names)}`;

const id: Value = ({ stackName, logicalId }) => generatedId(stackName, logicalId);

const table = named('TableName');
const queue = named('QueueName', 80);
const queueUrl: Value = (names) => `${names.addresses.gate}/${names.account}/${queue(names)}`;
const bucket: Value = (names) => named('BucketName', 63)(names).toLowerCase();
const functionName = named('FunctionName');
/** Of the function that a version or an alias is of. */
const functionArn = arn('lambda', (names) => `function:${names.property('FunctionName')}`);
const aliasArn: Value = (names) => `${functionArn(names)}:${names.property('Name')}`;
/** What the first version of a function is called. */
const ONLY_VERSION = '1';
const role = named('RoleName');
const roleArn: Value = (names) => `arn:aws:iam::${names.account}:role/${role(names)}`;
const policyArn: Value = (names) => `arn:aws:iam::${names.account}:policy/${named('ManagedPolicyName')(names)}`;
const rule = named('Name');
const logGroup = named('LogGroupName', 512);
const topicArn = arn('sns', named('TopicName'));
const userPool: Value = (names) => `${names.region}_${id(names)}`;

/** All the types of resource that a template may hold. One that is not here is an error. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::DynamoDB::GlobalTable': {
    runsAs: 'table of dynalite',
    ref: table,
    attributes: { Arn: arn('dynamodb', (names) => `table/${table(names)}`) },
  },
  'AWS::S3::Bucket': {
    runsAs: 'bucket of fauxqs',
    ref: bucket,
    attributes: {
      Arn: (names) => `arn:aws:s3:::${bucket(names)}`,
      DomainName: (names) => `${bucket(names)}.s3.amazonaws.com`,
      RegionalDomainName: (names) => `${bucket(names)}.s3.${names.region}.amazonaws.com`,
    },
  },
  'AWS::S3::BucketPolicy': { runsAs: 'the gate, at each call', ref: named('Bucket') },
  'AWS::SQS::Queue': {
    runsAs: 'queue of fauxqs',
    ref: queueUrl,
    attributes: { Arn: arn('sqs', queue), QueueName: queue, QueueUrl: queueUrl },
  },
  'AWS::SQS::QueuePolicy': { runsAs: 'the gate, at each call', ref: id },
  'AWS::Lambda::Function': {
    runsAs: 'worker threads',
    ref: functionName,
    attributes: { Arn: arn('lambda', (names) => `function:${functionName(names)}`) },
  },
  'AWS::Lambda::Version': {
    runsAs: 'the function itself, of which there is one version',
    ref: (names) => `${functionArn(names)}:${ONLY_VERSION}`,
    attributes: { FunctionArn: (names) => `${functionArn(names)}:${ONLY_VERSION}`, Version: () => ONLY_VERSION },
  },
  'AWS::Lambda::Alias': { runsAs: 'the function that it leads to', ref: aliasArn, attributes: { AliasArn: aliasArn } },
  'AWS::CodeDeploy::Application': { runsAs: { leftOut: 'there are no two versions to shift calls between' }, ref: id },
  'AWS::CodeDeploy::DeploymentGroup': {
    runsAs: { leftOut: 'there are no two versions to shift calls between' },
    ref: id,
  },
  'AWS::Lambda::EventSourceMapping': { runsAs: 'poller of the queue', ref: id },
  'AWS::Lambda::Permission': { runsAs: 'check before the API invokes a function', ref: id },
  'AWS::IAM::Role': { runsAs: 'the gate, at each call', ref: role, attributes: { Arn: roleArn, RoleId: id } },
  'AWS::IAM::Policy': { runsAs: 'the gate, at each call', ref: named('PolicyName') },
  'AWS::IAM::ManagedPolicy': { runsAs: 'the gate, at each call', ref: policyArn },
  'AWS::ApiGatewayV2::Api': {
    runsAs: 'HTTP server',
    ref: id,
    attributes: { ApiId: id, ApiEndpoint: ({ addresses }) => addresses.api },
  },
  'AWS::ApiGatewayV2::Stage': { runsAs: 'HTTP server', ref: named('StageName', 128) },
  'AWS::ApiGatewayV2::Route': { runsAs: 'HTTP server', ref: id, attributes: { RouteId: id } },
  'AWS::ApiGatewayV2::Integration': { runsAs: 'HTTP server', ref: id, attributes: { IntegrationId: id } },
  'AWS::ApiGatewayV2::Authorizer': { runsAs: 'HTTP server', ref: id, attributes: { AuthorizerId: id } },
  'AWS::Events::Rule': {
    runsAs: 'event bus',
    ref: rule,
    attributes: { Arn: arn('events', (names) => `rule/${rule(names)}`) },
  },
  'AWS::Scheduler::Schedule': {
    runsAs: 'schedule on the clock of the runtime',
    ref: named('Name'),
    attributes: {
      Arn: arn('scheduler', (names) => `schedule/${names.property('GroupName') ?? 'default'}/${named('Name')(names)}`),
    },
  },
  'AWS::Scheduler::ScheduleGroup': {
    runsAs: { leftOut: 'a group only carries tags and metrics' },
    ref: named('Name'),
    attributes: { Arn: arn('scheduler', (names) => `schedule-group/${named('Name')(names)}`) },
  },
  'AWS::SES::EmailIdentity': { runsAs: 'sender that the gate lets through', ref: named('EmailIdentity', 320) },
  'AWS::SES::ConfigurationSet': { runsAs: 'the gate, at each mail', ref: named('Name') },
  'AWS::SES::ConfigurationSetEventDestination': { runsAs: 'the gate, at each mail', ref: id, attributes: { Id: id } },
  'AWS::Cognito::UserPool': {
    runsAs: 'mock issuer',
    ref: userPool,
    attributes: {
      Arn: arn('cognito-idp', (names) => `userpool/${userPool(names)}`),
      UserPoolId: userPool,
      ProviderName: (names) => `cognito-idp.${names.region}.amazonaws.com/${userPool(names)}`,
      ProviderURL: ({ addresses }) => addresses.issuer,
    },
  },
  'AWS::Cognito::UserPoolClient': {
    runsAs: 'client id in the tokens of the mock issuer',
    ref: id,
    attributes: { ClientId: id },
  },
  'AWS::Cognito::UserPoolResourceServer': {
    runsAs: 'scopes in the tokens of the mock issuer',
    ref: named('Identifier', 256),
  },
  'AWS::Cognito::UserPoolDomain': {
    runsAs: { leftOut: 'the mock issuer has a sign-in page of its own' },
    ref: named('Domain'),
  },
  'AWS::SecretsManager::Secret': {
    runsAs: 'the gate, as Secrets Manager',
    // AWS adds six characters of its own to the name, so that a secret made anew is another.
    ref: arn('secretsmanager', (names) => `secret:${named('Name', 512)(names)}-${id(names).slice(0, 6)}`),
  },
  'AWS::KMS::Key': {
    runsAs: 'the gate, as KMS',
    ref: id,
    attributes: { Arn: arn('kms', (names) => `key/${id(names)}`), KeyId: id },
  },
  'AWS::Logs::LogGroup': {
    runsAs: { leftOut: 'what functions log is printed' },
    ref: logGroup,
    attributes: { Arn: (names) => `${arn('logs', (all) => `log-group:${logGroup(all)}`)(names)}:*` },
  },
  'AWS::Logs::MetricFilter': { runsAs: { leftOut: 'there are no metrics that could ring an alarm' }, ref: id },
  'AWS::CloudWatch::Alarm': {
    runsAs: { leftOut: 'nobody is on call for a developer’s machine' },
    ref: named('AlarmName', 255),
    attributes: { Arn: arn('cloudwatch', (names) => `alarm:${named('AlarmName', 255)(names)}`) },
  },
  'AWS::CloudWatch::Dashboard': { runsAs: { leftOut: 'there are no metrics to show' }, ref: named('DashboardName') },
  'AWS::Budgets::Budget': { runsAs: { leftOut: 'nothing here costs anything' }, ref: id },
  'AWS::SNS::Topic': {
    runsAs: { leftOut: 'only alarms publish to topics' },
    ref: topicArn,
    attributes: { TopicArn: topicArn, TopicName: named('TopicName') },
  },
  'AWS::SNS::TopicPolicy': { runsAs: { leftOut: 'only alarms publish to topics' }, ref: id },
  'AWS::SNS::Subscription': { runsAs: { leftOut: 'only alarms publish to topics' }, ref: id },
  'AWS::CDK::Metadata': { runsAs: { leftOut: 'it tells AWS which constructs were used' }, ref: id },
};
