import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Answer, Place } from '../call.ts';
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
const createInput = z.strictObject({
  /** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
  Name: z.string().regex(/^[\w/+=.@-]{1,512}$/u),
  ClientRequestToken: versionId,
  SecretString: z.string().min(1).max(65_536),
  Description: z.string().max(2048).optional(),
});
const deleteInput = z.strictObject({
  SecretId: secretId,
  // A secret that can be brought back for days is not run.
  ForceDeleteWithoutRecovery: z.literal(true),
});
const versionsInput = z.strictObject({ SecretId: secretId, IncludeDeprecated: z.boolean().default(false) });

/** Answers a call of Secrets Manager as of `now`. Throws CallError, also for what does not run locally. */
export const answerSecretsManager = async (
  secrets: SecretStore,
  { call, body }: JsonCall,
  { now, ...place }: Place & { readonly now: Date },
): Promise<Answer> => {
  switch (call.operation) {
    case 'GetSecretValue':
      return json(getSecretValue(secrets, parseInput(getInput, body)));
    case 'PutSecretValue':
      return json(await putSecretValue(secrets, parseInput(putInput, body), now));
    case 'CreateSecret':
      return json(await createSecret(secrets, parseInput(createInput, body), place, now));
    case 'DeleteSecret':
      return json(await deleteSecret(secrets, parseInput(deleteInput, body), now));
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

/** A token that made the secret before gives it again; any other finds that there is one of that name. */
const createSecret = async (
  secrets: SecretStore,
  { Name: name, ClientRequestToken: id, SecretString: value }: z.output<typeof createInput>,
  { region, account }: Place,
  now: Date,
) => {
  const known = secrets.find(name);
  if (known && !known.versions.some((one) => one.id === id && one.value === value))
    throw new CallError(
      400,
      'ResourceExistsException',
      `The operation failed because the secret ${name} already exists.`,
    );
  // Six characters that are not of the name: a secret made anew is another.
  const suffix = randomBytes(3).toString('hex');
  const arn = known?.arn ?? `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`;
  const version = { id, value, stages: [CURRENT], createdAt: now.toISOString() };
  if (!known) await secrets.put({ arn, name, tags: {}, versions: [version] });
  return { ARN: arn, Name: name, VersionId: id };
};

/** Without recovery, a secret that is not there is deleted as well (API reference, DeleteSecret). */
const deleteSecret = async (secrets: SecretStore, { SecretId }: z.output<typeof deleteInput>, now: Date) => {
  const secret = secrets.find(SecretId);
  if (secret) await secrets.remove(secret.arn);
  return { ARN: secret?.arn ?? SecretId, Name: secret?.name ?? SecretId, DeletionDate: now.getTime() / 1000 };
};
