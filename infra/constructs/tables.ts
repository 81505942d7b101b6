import {
  AttributeType,
  Billing,
  ProjectionType,
  TableEncryptionV2,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { removalPolicyOf } from './data-policy.ts';
import { pinLogicalId } from './logical-id.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** Whose records the Licensing table holds, as patterns of their partition keys: a function writes those it has to. */
export const LICENSING_PARTITIONS = {
  access: 'access#*',
  catalogue: 'catalogue',
  customers: 'customer#*',
  partners: 'partner#*',
  presets: 'presets',
  settings: 'settings',
  userNames: 'user-names',
} as const;

/** Whose items of the Jobs table a function writes that only records what it does. */
export const JOBS_PARTITIONS = { audit: 'audit#*' } as const;

/** The four tables. All indexes are defined at once: DynamoDB adds only one to an existing table per deployment. */
export const createTables = (scope: Construct, stage: Stage) => {
  const table = (
    name: string,
    props: Pick<TablePropsV2, 'partitionKey' | 'sortKey' | 'timeToLiveAttribute' | 'globalSecondaryIndexes'>,
  ) => {
    const created = new TableV2(scope, `${name}Table`, {
      ...props,
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.deletionProtection,
      removalPolicy: removalPolicyOf(stage),
    });
    pinLogicalId(created, `${name}Table`);
    return created;
  };
  return {
    activity: table('Activity', {
      partitionKey: text('customerId'),
      sortKey: text('userId'),
      timeToLiveAttribute: 'expiresAt',
    }),
    licensing: table('Licensing', {
      partitionKey: text('owner'),
      sortKey: text('record'),
      timeToLiveAttribute: 'expiresAt', // of those who hold nothing any more
      globalSecondaryIndexes: [
        {
          indexName: 'directory',
          partitionKey: text('shard'),
          sortKey: text('listed'),
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    }),
    insights: table('Insights', {
      partitionKey: text('owner'),
      sortKey: text('day'),
      timeToLiveAttribute: 'expiresAt',
    }),
    jobs: table('Jobs', {
      partitionKey: text('job'),
      sortKey: text('item'),
      timeToLiveAttribute: 'expiresAt',
      globalSecondaryIndexes: [
        {
          indexName: 'by-portfolio',
          partitionKey: text('portfolio'),
          sortKey: text('createdAt'),
          projectionType: ProjectionType.ALL,
        },
      ],
    }),
  };
};
