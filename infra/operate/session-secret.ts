import { randomBytes } from 'node:crypto';
import {
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  paginateListSecrets,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SESSION_SECRET_TAG } from '../constructs/session-secret-tag.ts';
import type { Stage } from '../stages.ts';
import { OVER_AFTER_MILLISECONDS } from './session-times.ts';

/** 64 characters of base64url, as the pages take a session secret. */
const BYTES = 48;

/**
 * The ARN of a stage's session secret in the client's account and region, found by its tag. Throws when there is none, or
 * more than one.
 */
export const findSessionSecret = async (client: SecretsManagerClient, stage: Pick<Stage, 'name'>): Promise<string> => {
  // The filter goes by beginnings of keys and of values, whichever tags they are of.
  const Filters = [
    { Key: 'tag-key' as const, Values: [SESSION_SECRET_TAG] },
    { Key: 'tag-value' as const, Values: [stage.name] },
  ];
  const found: string[] = [];
  for await (const { SecretList = [] } of paginateListSecrets({ client }, { Filters }))
    for (const { ARN, Tags = [] } of SecretList)
      if (ARN && Tags.some(({ Key, Value }) => Key === SESSION_SECRET_TAG && Value === stage.name)) found.push(ARN);
  const [arn, another] = found;
  if (arn && another === undefined) return arn;
  const what = arn ? `${found.length} session secrets` : 'no session secret';
  const region = await client.config.region();
  throw new Error(
    `The stage "${stage.name}" has ${what} in ${region}. Set AWS_PROFILE and AWS_REGION to where it is deployed.`,
  );
};

const putNewVersion = async (client: SecretsManagerClient, secretArn: string): Promise<void> => {
  const SecretString = randomBytes(BYTES).toString('base64url');
  // The SDK names the attempt (ClientRequestToken): a call sent again after a lost answer makes no second version.
  await client.send(new PutSecretValueCommand({ SecretId: secretArn, SecretString }));
};

/** When the current version was made and whether there is one before it, by the service's clock. */
const currentVersion = async (client: SecretsManagerClient, secretArn: string) => {
  const { Versions = [] } = await client.send(new ListSecretVersionIdsCommand({ SecretId: secretArn }));
  const labelled = (stage: string) => Versions.find(({ VersionStages }) => VersionStages?.includes(stage));
  return { createdAt: labelled('AWSCURRENT')?.CreatedDate, hasPrevious: labelled('AWSPREVIOUS') !== undefined };
};

/**
 * Puts a new version of the session secret; the one before stays valid, so that nobody is signed out. Throws, having done
 * nothing, while sessions may be alive that the version before the current one sealed: they would end.
 */
export const rotateSessionSecret = async (
  client: SecretsManagerClient,
  secretArn: string,
  now: Date,
): Promise<void> => {
  const { createdAt, hasPrevious } = await currentVersion(client, secretArn);
  const notBefore = hasPrevious && createdAt ? createdAt.getTime() + OVER_AFTER_MILLISECONDS : 0;
  if (now.getTime() < notBefore)
    throw new Error(
      `The session secret was rotated at ${createdAt?.toISOString()}: doing so again before ${new Date(notBefore).toISOString()} would sign people out. To do just that: npm run end-sessions`,
    );
  await putNewVersion(client, secretArn);
};

/**
 * Makes every version of the session secret invalid that sealed anything so far, by two new ones: only the current
 * version and the one before open a session. Running it again after it broke off does the whole of it.
 */
export const endSessions = async (client: SecretsManagerClient, secretArn: string): Promise<void> => {
  await putNewVersion(client, secretArn);
  await putNewVersion(client, secretArn);
};
