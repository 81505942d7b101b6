import { randomUUID } from 'node:crypto';
import { type Answer, json } from '../http/answer.ts';

/** An error as Graph words it (its reference "Microsoft Graph error responses and resource types"). */
export const graphError = (
  status: number,
  code: string,
  message: string,
  now: Date,
  headers: Readonly<Record<string, string>> = {},
): Answer => {
  const id = randomUUID();
  const date = now.toISOString().slice(0, 19);
  return json(
    status,
    { error: { code, message, innerError: { date, 'request-id': id, 'client-request-id': id } } },
    { 'request-id': id, ...headers },
  );
};
