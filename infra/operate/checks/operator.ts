import { type CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import pMap from 'p-map';
import { readAccessOf } from '../../../lib/access/access-of.ts';
import type { Table } from '../../../lib/storage/table.ts';
import type { Stage } from '../../stages.ts';
import { type Finding, ok, warning } from '../findings.ts';

/** As many as Cognito tells of at once; who has more has long had an operator. */
const FIRST_USERS = 60;
const AT_ONCE = 10;

/** Whether anybody of the stage's own programs and first users is an operator: without one nobody gets access. */
export const checkOperator = async (
  client: CognitoIdentityProviderClient,
  licensing: Table,
  { firstOperator, name }: Stage,
  outputs: Readonly<Record<string, string>>,
): Promise<Finding[]> => {
  const programs = Object.entries(outputs).flatMap(([output, id]) =>
    /(?<!^Pages)ClientId$/u.test(output) ? [id] : [],
  );
  const users = outputs.UserPoolId === undefined ? [] : await subjectsOf(client, outputs.UserPoolId);
  const mayDo = await pMap([...programs, ...users], (one) => readAccessOf(licensing, one, firstOperator), {
    concurrency: AT_ONCE,
  });
  return mayDo.some((access) => access?.scopes.split(' ').includes('operator'))
    ? [ok('There is an operator')]
    : [
        warning(
          'There is no operator yet',
          `npm run invite -- --operator --email you@your.domain -c stage=${name}, or --program operations`,
        ),
      ];
};

const subjectsOf = async (client: CognitoIdentityProviderClient, poolId: string): Promise<string[]> => {
  const { Users: users = [] } = await client.send(
    new ListUsersCommand({ UserPoolId: poolId, AttributesToGet: ['sub'], Limit: FIRST_USERS }),
  );
  return users.flatMap(({ Attributes = [] }) =>
    Attributes.flatMap(({ Name, Value }) => (Name === 'sub' && Value ? [Value] : [])),
  );
};
