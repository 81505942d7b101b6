import * as z from 'zod';
import type { Answer } from '../call.ts';
import { CallError } from '../call-error.ts';
import type { JsonCall } from '../json-body.ts';
import { listSecrets } from './list-secrets.ts';
import { parseInput } from './parse-input.ts';
import type { Secret, SecretStore } from './secret-store.ts';
import { CURRENT, type SecretVersion, withVersion } from './secret-versions.ts';

const secretId = z.string().min(1).max(2048);
/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html */
const versionId = z.string().min(32).max(64);
const stage = z.string().min(1).max(256);

const getInput = z.strictObject({
  SecretId: secretId,
  VersionId: versionId.optional(),
  VersionStage: stage.optional(),
});
const putInput = z.strictObject({
  SecretId: secretId,
  ClientRequestToken: versionId,
  SecretString: z.string().min(1).max(65_536),
  VersionStages: z.array(stage).min(1).max(20).default([CURRENT]),
});
const versionsInput = z.strictObject({ SecretId: secretId, IncludeDeprecated: z.boolean().default(false) });

/** Answers a call of Secrets Manager as of `now`. Throws CallError, also for what does not run locally. */
export const answerSecretsManager = async (
  secrets: SecretStore,
  { call, body }: JsonCall,
  now: Date,
): Promise<Answer> => {
  switch (call.operation) {
    case 'GetSecretValue':
      return json(getSecretValue(secrets, parseInput(getInput, body)));
    case 'PutSecretValue':
      return json(await putSecretValue(secrets, parseInput(putInput, body), now));
    case 'ListSecretVersionIds':
      return json(listVersions(secrets, parseInput(versionsInput, body)));
    case 'ListSecrets':
      return json(listSecrets(secrets, body));
    default:
      throw new CallError(400, 'UnknownOperationException', `${call.operation} of a secret does not run locally`);
  }
};

const json = (body: object): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});

const required = (secrets: SecretStore, id: string): Secret => {
  const secret = secrets.find(id);
  if (secret) return secret;
  throw new CallError(400, 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
};

/** The service writes instants in seconds, with fractions. */
const seconds = (instant: string): number => Date.parse(instant) / 1000;

const getSecretValue = (secrets: SecretStore, input: z.output<typeof getInput>) => {
  const secret = required(secrets, input.SecretId);
  const { id, value, stages, createdAt } = wantedVersion(secret, input);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: id,
    SecretString: value,
    VersionStages: stages,
    CreatedDate: seconds(createdAt),
  };
};

const wantedVersion = (
  { versions }: Secret,
  { VersionId, VersionStage }: Pick<z.output<typeof getInput>, 'VersionId' | 'VersionStage'>,
): SecretVersion => {
  const stageName = VersionStage ?? (VersionId === undefined ? CURRENT : undefined);
  const found = versions.find(({ id, stages }) =>
    VersionId === undefined ? stages.includes(stageName ?? CURRENT) : id === VersionId,
  );
  if (!found) {
    const wanted = VersionId === undefined ? `staging label: ${stageName}` : `VersionId: ${VersionId}`;
    const message = `Secrets Manager can't find the specified secret value for ${wanted}`;
    throw new CallError(400, 'ResourceNotFoundException', message);
  }
  if (stageName !== undefined && !found.stages.includes(stageName))
    throw new CallError(
      400,
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    );
  return found;
};

/** A token that was used before gives its version again, unless it comes with another value. */
const putSecretValue = async (secrets: SecretStore, input: z.output<typeof putInput>, now: Date) => {
  const { ClientRequestToken: id, SecretString: value, VersionStages: stages } = input;
  const secret = required(secrets, input.SecretId);
  const known = secret.versions.find((one) => one.id === id);
  if (known && known.value !== value)
    throw new CallError(
      400,
      'ResourceExistsException',
      `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
    );
  const version = known ?? { id, value, stages, createdAt: now.toISOString() };
  if (!known) await secrets.put({ ...secret, versions: withVersion(secret.versions, version) });
  return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: version.stages };
};

const listVersions = (secrets: SecretStore, input: z.output<typeof versionsInput>) => {
  const { arn, name, versions } = required(secrets, input.SecretId);
  return {
    ARN: arn,
    Name: name,
    Versions: versions
      .filter(({ stages }) => input.IncludeDeprecated || stages.length > 0)
      .map(({ id, stages, createdAt }) => ({ VersionId: id, VersionStages: stages, CreatedDate: seconds(createdAt) })),
  };
};
