import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { SDK_LOGGER } from './sdk-logger.ts';

/** A DynamoDB table and the client that reaches it; what every entity file takes as its first argument. */
export interface Table {
  readonly name: string;
  readonly client: DynamoDBDocumentClient;
}

let sharedClient: DynamoDBDocumentClient | undefined;

/** The table of that name, over one client per function instance. */
export const openTable = (name: string): Table => {
  sharedClient ??= DynamoDBDocumentClient.from(new DynamoDBClient({ logger: SDK_LOGGER }), {
    marshallOptions: { removeUndefinedValues: true },
  });
  return { name, client: sharedClient };
};
