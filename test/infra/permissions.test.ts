import { expect, test } from 'vitest';
import { JOBS_PARTITIONS, LICENSING_PARTITIONS } from '../../infra/constructs/tables.ts';
import { accessKey } from '../../lib/access/read-access.ts';
import { auditMonth } from '../../lib/audit/audit-table.ts';
import { CATALOGUE_OWNER } from '../../lib/catalogue/store/catalogue-keys.ts';
import { customerOwner, partnerOwner } from '../../lib/customers/owner-keys.ts';
import { PRESETS_OWNER } from '../../lib/imports/job/preset-table.ts';
import { USER_NAMES_OWNER } from '../../lib/licensing/user-names-table.ts';
import { SETTINGS_OWNER } from '../../lib/settings/settings-table.ts';
import { at, functionName, inWords, type Json, listed, type Resource, resourcesOf } from './template.ts';

const LICENSING = 'dynamodb LicensingTable';
/** Records of the Licensing table by whose they are: items whose partition keys match, and no others. */
const CUSTOMERS = `${LICENSING} of customer#*`;
const CATALOGUE = `${LICENSING} of catalogue`;
const USER_NAMES = `${LICENSING} of user-names`;
const DIRECTORY = 'dynamodb LicensingTable/index/directory';
const ACTIVITY = 'dynamodb ActivityTable';
const INSIGHTS = 'dynamodb InsightsTable';
const JOBS = 'dynamodb JobsTable';
const BY_PORTFOLIO = 'dynamodb JobsTable/index/by-portfolio';
const SOURCE_SECRETS = 'secretsmanager Seatpulse-dev/sources/*';
const AUDIT = `${JOBS} of audit#*`;
const WORKS = 'ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ReceiveMessage';
const works = (queue: string) => ({ [`sqs ${queue}`]: WORKS });
const worksAndContinues = (queue: string) => ({ [`sqs ${queue}`]: `${WORKS} SendMessage` });

/** All that each function may do, besides writing its own log and traces. */
const EXPECTED: Record<string, Record<string, string>> = {
  authorize: { [`${LICENSING} of access#*`]: 'GetItem' },
  dashboard: {
    [LICENSING]: 'BatchGetItem GetItem Query',
    [CATALOGUE]: 'PutItem',
    [`${LICENSING} of customer#* partner#*`]: 'PutItem',
    [`${LICENSING} of partner#*`]: 'DeleteItem',
    [DIRECTORY]: 'Query',
    [INSIGHTS]: 'GetItem Query',
    [JOBS]: 'BatchGetItem GetItem PutItem Query UpdateItem',
    [BY_PORTFOLIO]: 'Query',
    's3 ExportsBucket/exports/*': 'GetObject',
    's3 PortfoliosBucket': 'ListBucket',
    's3 PortfoliosBucket/*': 'GetObject',
    's3 UploadsBucket/imports/*': 'PutObject',
    'secretsmanager SessionSecretC41FBD23': 'GetSecretValue',
    [SOURCE_SECRETS]: 'CreateSecret DeleteSecret GetSecretValue PutSecretValue',
    'sqs CollectionsQueue': 'SendMessage',
    'sqs ExportsQueue': 'SendMessage',
    'sqs ImportsQueue': 'SendMessage',
    'sqs PublishesQueue': 'SendMessage',
    'sqs RunsQueue': 'SendMessage',
  },
  'collect-source': {
    [LICENSING]: 'BatchGetItem GetItem',
    [`${LICENSING} of customer#* partner#*`]: 'PutItem',
    [`${LICENSING} of partner#*`]: 'DeleteItem',
    [DIRECTORY]: 'Query',
    [JOBS]: 'BatchGetItem GetItem PutItem',
    's3 UploadsBucket': 'ListBucket',
    's3 UploadsBucket/imports/*': 'AbortMultipartUpload GetObject PutObject',
    [SOURCE_SECRETS]: 'GetSecretValue',
    'kms SourceKey': 'Decrypt Encrypt',
    'sqs PublishesQueue': 'SendMessage',
    ...worksAndContinues('CollectionsQueue'),
  },
  'describe-api': {},
  'download-export': { [JOBS]: 'GetItem PutItem', [LICENSING]: 'GetItem', 's3 ExportsBucket/exports/*': 'GetObject' },
  'end-job': {
    [JOBS]: 'GetItem PutItem Query UpdateItem',
    [LICENSING]: 'GetItem',
    [CUSTOMERS]: 'PutItem',
    'sqs ImportsDeadLetterQueue': 'SendMessage',
    'sqs ExportsDeadLetterQueue': 'SendMessage',
    'sqs ErasuresDeadLetterQueue': 'SendMessage',
    'sqs CollectionsDeadLetterQueue': 'SendMessage',
    ...works('CollectionsGivenUpQueue'),
    ...works('ErasuresGivenUpQueue'),
    ...works('ImportsGivenUpQueue'),
    ...works('ExportsGivenUpQueue'),
  },
  'erase-data': {
    'secretsmanager ErasureKey': 'GetSecretValue',
    [SOURCE_SECRETS]: 'CreateSecret DeleteSecret GetSecretValue',
    [ACTIVITY]: 'DeleteItem Query',
    [LICENSING]: 'BatchGetItem GetItem Query',
    [`${LICENSING} of customer#* partner#*`]: 'DeleteItem PutItem',
    [DIRECTORY]: 'Query',
    [INSIGHTS]: 'GetItem Query',
    [`${INSIGHTS} of customer#*`]: 'DeleteItem',
    [JOBS]: 'GetItem PutItem Query Scan',
    [`${JOBS} of collection#* erasure#* export#* import#* link#* recalculation#*`]: 'DeleteItem',
    's3 ExportsBucket': 'ListBucket',
    's3 ExportsBucket/exports/*': 'DeleteObject GetObject',
    's3 PortfoliosBucket': 'ListBucket',
    's3 PortfoliosBucket/portfolios/*': 'DeleteObject GetObject',
    's3 UploadsBucket': 'ListBucket',
    's3 UploadsBucket/erasures/*': 'DeleteObject GetObject PutObject',
    's3 UploadsBucket/imports/*': 'DeleteObject',
    's3 UploadsBucket/replaced/*': 'DeleteObject GetObject PutObject',
    'sqs RunsQueue': 'SendMessage',
    'sqs PublishesQueue': 'SendMessage',
    ...worksAndContinues('ErasuresQueue'),
  },
  'import-file': {
    [JOBS]: 'GetItem PutItem',
    [LICENSING]: 'BatchGetItem GetItem Query',
    [`${LICENSING} of customer#* partner#*`]: 'DeleteItem PutItem',
    [USER_NAMES]: 'PutItem',
    [DIRECTORY]: 'Query',
    'sqs PublishesQueue': 'SendMessage',
    [ACTIVITY]: 'BatchGetItem GetItem PutItem Query',
    's3 UploadsBucket/imports/*': 'GetObject',
    's3 UploadsBucket/replaced/*': 'GetObject PutObject',
    's3 UploadsBucket': 'ListBucket',
    ...worksAndContinues('ImportsQueue'),
  },
  'ingest-activity': {
    [ACTIVITY]: 'BatchGetItem GetItem PutItem',
    [LICENSING]: 'BatchGetItem GetItem',
    [`${LICENSING} of customer#* user-names`]: 'PutItem',
  },
  'manage-access': {
    [LICENSING]: 'BatchGetItem GetItem',
    [`${LICENSING} of access#* customer#* partner#*`]: 'PutItem',
    [`${LICENSING} of access#* partner#*`]: 'DeleteItem',
    [`${LICENSING} of partner#*`]: 'Query',
    [DIRECTORY]: 'Query',
    [AUDIT]: 'PutItem',
    'sqs PublishesQueue': 'SendMessage',
  },
  'manage-catalogue': { [LICENSING]: 'GetItem', [CATALOGUE]: 'PutItem', [AUDIT]: 'PutItem' },
  'manage-licensing': {
    [LICENSING]: 'BatchGetItem GetItem Query',
    [`${LICENSING} of customer#* user-names`]: 'PutItem',
    [`${LICENSING} of customer#*`]: 'DeleteItem',
    [DIRECTORY]: 'Query',
    [AUDIT]: 'PutItem',
  },
  'manage-settings': { [LICENSING]: 'GetItem', [`${LICENSING} of settings`]: 'PutItem', [AUDIT]: 'PutItem' },
  'manage-sources': {
    [LICENSING]: 'BatchGetItem GetItem Query',
    [`${LICENSING} of customer#* partner#*`]: 'DeleteItem PutItem',
    [DIRECTORY]: 'Query',
    [JOBS]: 'BatchGetItem GetItem PutItem UpdateItem',
    [`${JOBS} of collection#* discovery#*`]: 'DeleteItem',
    [SOURCE_SECRETS]: 'CreateSecret DeleteSecret GetSecretValue PutSecretValue',
    'sqs CollectionsQueue': 'SendMessage',
    'sqs ImportsQueue': 'SendMessage',
    'sqs PublishesQueue': 'SendMessage',
  },
  'publish-portfolio': {
    [LICENSING]: 'BatchGetItem GetItem Query',
    [DIRECTORY]: 'Query',
    [INSIGHTS]: 'BatchGetItem GetItem PutItem Query',
    's3 PortfoliosBucket/*': 'PutObject',
    ...worksAndContinues('PublishesQueue'),
  },
  'read-insights': {
    [LICENSING]: 'GetItem',
    [INSIGHTS]: 'GetItem Query',
    's3 PortfoliosBucket/*': 'GetObject',
    's3 PortfoliosBucket': 'ListBucket',
  },
  'recalculate-customer': {
    [ACTIVITY]: 'Query',
    [LICENSING]: 'BatchGetItem GetItem Query',
    [CUSTOMERS]: 'PutItem',
    [INSIGHTS]: 'DeleteItem GetItem PutItem Query',
    'sqs PublishesQueue': 'SendMessage',
    ...worksAndContinues('RecalculationsQueue'),
  },
  'record-mail-event': { [JOBS]: 'PutItem UpdateItem', ...works('MailEventsQueue') },
  'request-erasure': {
    'secretsmanager ErasureKey': 'GetSecretValue',
    [JOBS]: 'GetItem PutItem',
    [LICENSING]: 'GetItem',
    [USER_NAMES]: 'PutItem',
    's3 UploadsBucket': 'ListBucket',
    's3 UploadsBucket/erasures/*': 'GetObject',
    'sqs ErasuresQueue': 'SendMessage',
  },
  'request-export': {
    [JOBS]: 'GetItem PutItem Query UpdateItem',
    [BY_PORTFOLIO]: 'Query',
    [LICENSING]: 'GetItem',
    [INSIGHTS]: 'GetItem',
    's3 ExportsBucket/exports/*': 'GetObject',
    'sqs ExportsQueue': 'SendMessage',
  },
  'request-import': {
    [JOBS]: 'GetItem PutItem UpdateItem',
    [BY_PORTFOLIO]: 'Query',
    [LICENSING]: 'BatchGetItem GetItem',
    [`${LICENSING} of catalogue presets`]: 'PutItem',
    's3 UploadsBucket/imports/*': 'PutObject',
    'sqs ImportsQueue': 'SendMessage',
  },
  'request-recalculation': { [LICENSING]: 'GetItem', [JOBS]: 'PutItem UpdateItem', 'sqs RunsQueue': 'SendMessage' },
  'review-access': { [LICENSING]: 'BatchGetItem', [DIRECTORY]: 'Query', [AUDIT]: 'Query' },
  'schedule-collection': {
    [LICENSING]: 'BatchGetItem',
    [DIRECTORY]: 'Query',
    'sqs CollectionsQueue': 'SendMessage',
    ...works('CollectionRunsQueue'),
  },
  'schedule-recalculation': {
    [LICENSING]: 'BatchGetItem GetItem Query',
    [CATALOGUE]: 'PutItem',
    [DIRECTORY]: 'Query',
    [JOBS]: 'GetItem',
    'sqs RecalculationsQueue': 'SendMessage',
    'sqs PublishesQueue': 'SendMessage',
    ...works('RunsQueue'),
  },
  'write-export': {
    [JOBS]: 'GetItem PutItem Query UpdateItem',
    [LICENSING]: 'GetItem',
    's3 PortfoliosBucket/*': 'GetObject',
    's3 PortfoliosBucket': 'ListBucket',
    's3 ExportsBucket/exports/*': 'PutObject',
    'ses identity/*': 'SendEmail',
    'ses configuration-set/MailSentB42AC01D': 'SendEmail',
    ...worksAndContinues('ExportsQueue'),
  },
};

const statementsOf = (role: string): Json[] =>
  resourcesOf('dev', 'AWS::IAM::Policy')
    .filter((policy) => listed(policy.Properties.Roles).some((one) => inWords(one) === role))
    .flatMap((policy) => listed(at(policy.Properties, 'PolicyDocument', 'Statement')));

/** The partitions to which a statement on a table is confined, as ` of customer#*`; nothing when it is not. */
const partitionsOf = (statement: Json): string => {
  const partitions = listed(at(statement, 'Condition', 'ForAllValues:StringLike', 'dynamodb:LeadingKeys'));
  if (partitions.length === 0) return '';
  // All of no keys match: only a call that names its items may pass.
  expect(at(statement, 'Condition', 'Null', 'dynamodb:LeadingKeys')).toBe('false');
  return ` of ${partitions.map(inWords).sort().join(' ')}`;
};

/** What the statements allow: actions by `service resource`, and by whose items. */
const permitted = (statements: readonly Json[]): Record<string, string> => {
  const actions = new Map<string, Set<string>>();
  for (const statement of statements)
    for (const action of listed(at(statement, 'Action')).map(String))
      for (const resource of listed(at(statement, 'Resource')).map(inWords)) {
        const [service, verb] = action.split(':');
        const named = resource.replace(
          /^arn:AWS::Partition:(?:ses|secretsmanager):AWS::Region:AWS::AccountId:(?:secret:)?/,
          '',
        );
        const key = `${service} ${named}${partitionsOf(statement)}`;
        actions.set(key, (actions.get(key) ?? new Set()).add(String(verb)));
      }
  return Object.fromEntries([...actions].map(([key, verbs]) => [key, [...verbs].sort().join(' ')]));
};

const roleOf = (lambda: Resource): string => inWords(lambda.Properties.Role);

test('every function may do what stands here, and nothing else', () => {
  const actual = resourcesOf('dev', 'AWS::Lambda::Function').map((lambda) => {
    const { [`logs ${inWords(at(lambda.Properties, 'LoggingConfig', 'LogGroup'))}`]: ownLog, ...rest } = permitted(
      statementsOf(roleOf(lambda)),
    );
    expect(ownLog).toBe('CreateLogStream PutLogEvents');
    const { 'xray *': traces, ...own } = rest;
    expect(traces).toBe('PutTelemetryRecords PutTraceSegments');
    return [functionName(lambda), own];
  });
  expect(Object.fromEntries(actual)).toEqual(EXPECTED);
});

test('only the function for operators may write access records; partners also what erases customers and what keeps their sources', () => {
  const writers = (partition: string) =>
    Object.keys(EXPECTED).filter((name) =>
      Object.entries(EXPECTED[name] ?? {}).some(([key, actions]) => {
        const [table = '', partitions] = key.split(' of ');
        const writes = /DeleteItem|PutItem|UpdateItem/.test(actions);
        return table === LICENSING && writes && (partitions === undefined || partitions.split(' ').includes(partition));
      }),
    );
  expect(writers('access#*')).toEqual(['manage-access']);
  expect(writers('partner#*')).toEqual([
    'dashboard',
    'collect-source',
    'erase-data',
    'import-file', // takes an operator's list of customers
    'manage-access',
    'manage-sources',
  ]);
});

test('the partitions that grants name are those of the records', () => {
  expect(LICENSING_PARTITIONS).toEqual({
    access: accessKey('*').owner,
    catalogue: CATALOGUE_OWNER,
    customers: customerOwner('*'),
    partners: partnerOwner('*'),
    presets: PRESETS_OWNER,
    settings: SETTINGS_OWNER,
    userNames: USER_NAMES_OWNER,
  });
  expect(JOBS_PARTITIONS).toEqual({ audit: auditMonth('*') });
});

test('every function has a role of its own that only Lambda can take on, without managed or inline policies', () => {
  const lambdas = resourcesOf('dev', 'AWS::Lambda::Function');
  const roles = resourcesOf('dev', 'AWS::IAM::Role').filter((role) => lambdas.some((one) => roleOf(one) === role.id));
  expect(roles).toHaveLength(lambdas.length);
  for (const role of roles) {
    expect(Object.keys(role.Properties)).toEqual(['AssumeRolePolicyDocument']);
    expect(at(role.Properties, 'AssumeRolePolicyDocument', 'Statement')).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
    ]);
  }
});

test('mail is sent from the one address only', () => {
  const sending = resourcesOf('dev', 'AWS::IAM::Policy')
    .flatMap((policy) => listed(at(policy.Properties, 'PolicyDocument', 'Statement')))
    .filter((statement) => at(statement, 'Action') === 'ses:SendEmail');
  expect(sending.map((statement) => at(statement, 'Condition'))).toEqual([
    { StringEquals: { 'ses:FromAddress': 'seatpulse@example.com' } },
    { StringEquals: { 'ses:FromAddress': 'seatpulse@example.com' } },
  ]);
});

test('the schedules may send to their queues and their dead letters, the rules each to its own', () => {
  const roles = resourcesOf('dev', 'AWS::Scheduler::Schedule').map((one) =>
    inWords(at(one.Properties, 'Target', 'RoleArn')),
  );
  expect(roles.map((role) => permitted(statementsOf(role)))).toEqual(
    expect.arrayContaining([
      { 'sqs RunsQueue': 'SendMessage', 'sqs RunsDeadLetterQueue': 'SendMessage' },
      { 'sqs CollectionRunsQueue': 'SendMessage', 'sqs CollectionRunsDeadLetterQueue': 'SendMessage' },
    ]),
  );
  expect(roles).toHaveLength(2);

  const [uploaded, returned] = ['ImportsQueue', 'MailEventsQueue'].map(
    (queue) =>
      resourcesOf('dev', 'AWS::Events::Rule').find((one) => inWords(at(one.Properties, 'Targets', 0, 'Arn')) === queue)
        ?.id,
  );
  const byEvents = resourcesOf('dev', 'AWS::SQS::QueuePolicy')
    .flatMap((policy) => listed(at(policy.Properties, 'PolicyDocument', 'Statement')))
    .filter((statement) => at(statement, 'Effect') === 'Allow')
    .map((statement) => [permitted([statement]), inWords(at(statement, 'Condition', 'ArnEquals', 'aws:SourceArn'))]);
  expect(byEvents).toEqual([
    [{ 'sqs ImportsDeadLetterQueue': 'SendMessage' }, uploaded],
    [{ 'sqs ImportsQueue': 'SendMessage' }, uploaded],
    [{ 'sqs MailEventsDeadLetterQueue': 'SendMessage' }, returned],
    [{ 'sqs MailEventsQueue': 'SendMessage' }, returned],
  ]);
});

test('what was recorded is read by the function for operators alone, and deleted by none', () => {
  const holders = (actions: RegExp) =>
    Object.keys(EXPECTED).filter((name) => actions.test(EXPECTED[name]?.[AUDIT] ?? ''));
  expect(holders(/Query/u)).toEqual(['review-access']);
  expect(holders(/PutItem/u)).toEqual(['manage-access', 'manage-catalogue', 'manage-licensing', 'manage-settings']);
  expect(Object.values(EXPECTED).flatMap((one) => (/DeleteItem/u.test(one[JOBS] ?? '') ? [one] : []))).toEqual([]);
});
