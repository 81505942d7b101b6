import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Problem } from '../problem/problem.ts';

/** Longer than any id, and short enough for a key with a prefix: DynamoDB takes 2,048 and 1,024 bytes (its quotas, "Keys"). */
const LONGEST_IN_PATH_BYTES = 512;

/** Longer than any cursor. */
const LONGEST_IN_QUERY_BYTES = 8192;

type Parameters = Readonly<Record<string, string | undefined>>;

/** Throws a 400 problem `invalid_path` or `invalid_query` for a parameter that no id, key or cursor can be. */
export const requireUsableParameters = ({
  pathParameters = {},
  queryStringParameters = {},
}: Pick<APIGatewayProxyEventV2, 'pathParameters' | 'queryStringParameters'>): void => {
  requireUsable('path', pathParameters, LONGEST_IN_PATH_BYTES);
  requireUsable('query', queryStringParameters, LONGEST_IN_QUERY_BYTES);
};

const requireUsable = (part: 'path' | 'query', parameters: Parameters, longestBytes: number): void => {
  for (const [name, value = ''] of Object.entries(parameters)) {
    const fault = faultOf(value, longestBytes);
    if (fault) throw new Problem(400, `invalid_${part}`, `The ${part} is not understood: ${name}: ${fault}.`);
  }
};

const faultOf = (value: string, longestBytes: number): string | undefined => {
  if (Buffer.byteLength(value) > longestBytes) return `has more than ${longestBytes.toLocaleString('en')} bytes`;
  return value.isWellFormed() ? undefined : 'half a surrogate pair is no text';
};
