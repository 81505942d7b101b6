import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminGetUserCommand,
  type AttributeType,
  type CognitoIdentityProviderClient,
  UserNotFoundException,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';

/** A user pool whose users sign in with their mail address. */
export interface UserPool {
  readonly client: CognitoIdentityProviderClient;
  readonly id: string;
}

/** A user of the pool. */
export interface PoolUser {
  /** Whom the user's tokens speak for. */
  readonly sub: string;
  /** `FORCE_CHANGE_PASSWORD` until the password of the invitation was replaced, then `CONFIRMED`. */
  readonly status: string;
}

const userOf = (attributes: readonly AttributeType[] | undefined, status: string | undefined): PoolUser => {
  const sub = attributes?.find(({ Name }) => Name === 'sub')?.Value;
  if (sub === undefined) throw new Error('Cognito answered with a user that has no sub');
  return { sub, status: status ?? 'UNKNOWN' };
};

/** The user with that mail address, or `undefined`. */
export const findUser = async ({ client, id }: UserPool, email: string): Promise<PoolUser | undefined> => {
  try {
    const answer = await client.send(new AdminGetUserCommand({ UserPoolId: id, Username: email }));
    return userOf(answer.UserAttributes, answer.UserStatus);
  } catch (error) {
    if (error instanceof UserNotFoundException) return undefined;
    throw error;
  }
};

/**
 * Makes a user and has Cognito mail the invitation. Returns `undefined` when there is one with that address already: then
 * nothing is mailed. The address counts as verified, for nobody gets in without that mail; only so can a forgotten password
 * be replaced.
 */
export const createUser = async ({ client, id }: UserPool, email: string): Promise<PoolUser | undefined> => {
  try {
    const { User: user } = await client.send(
      new AdminCreateUserCommand({
        UserPoolId: id,
        Username: email,
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
        ],
        DesiredDeliveryMediums: ['EMAIL'],
      }),
    );
    return userOf(user?.Attributes, user?.UserStatus);
  } catch (error) {
    if (error instanceof UsernameExistsException) return undefined;
    throw error;
  }
};

/** Has Cognito mail a new password to a user who has not replaced the one of the invitation. */
export const resendInvitation = async ({ client, id }: UserPool, email: string): Promise<void> => {
  await client.send(
    new AdminCreateUserCommand({
      UserPoolId: id,
      Username: email,
      MessageAction: 'RESEND',
      DesiredDeliveryMediums: ['EMAIL'],
    }),
  );
};

/** Deletes the user with that address; one who is gone already stays so. */
export const deleteUser = async ({ client, id }: UserPool, email: string): Promise<void> => {
  try {
    await client.send(new AdminDeleteUserCommand({ UserPoolId: id, Username: email }));
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
  }
};
