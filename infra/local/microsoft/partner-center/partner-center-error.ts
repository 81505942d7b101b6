import { type Answer, json } from '../http/answer.ts';

/** An error as Partner Center words it (its page on REST error codes). */
export const partnerCenterError = (
  status: number,
  code: string,
  description: string,
  headers: Readonly<Record<string, string>> = {},
): Answer => json(status, { code, description, data: [], source: 'PartnerApiServiceCore' }, headers);
