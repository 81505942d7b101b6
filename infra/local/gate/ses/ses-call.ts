import type { Call, GateRequest, Permission, Place } from '../call.ts';
import { CallError } from '../call-error.ts';
import { isJsonObject, type JsonObject, textOf } from '../json-body.ts';

/** The address in `Name <address>` or in the bare form, trimmed. */
export const bareAddress = (address: string): string => (/<([^<>]*)>\s*$/.exec(address)?.[1] ?? address).trim();

/** The verified identity that an address sends by: itself, else its domain; undefined if neither is verified. */
export const identityOf = (address: string, verified: readonly string[]): string | undefined => {
  const lower = address.toLowerCase();
  const domain = lower.slice(lower.lastIndexOf('@') + 1);
  const find = (wanted: string) => verified.find((identity) => identity.toLowerCase() === wanted);
  return find(lower) ?? find(domain);
};

/** Everybody the mail goes to, in whatever form of address. */
export const recipientsOf = (body: JsonObject): readonly string[] => {
  const destination = isJsonObject(body.Destination) ? body.Destination : {};
  return ['ToAddresses', 'CcAddresses', 'BccAddresses'].flatMap((name) => {
    const list: unknown = destination[name];
    return Array.isArray(list) ? list.map(String) : [];
  });
};

/** What an SES v2 request asks for; throws NotFoundException for an operation that is not run locally. */
export const sesCall = (request: GateRequest, body: JsonObject, place: Place, verified: readonly string[]): Call => {
  if (request.method === 'POST' && request.path === '/v2/email/outbound-emails')
    return { service: 'ses', operation: 'SendEmail', ...sendPermissions(body, place, verified) };
  throw new CallError(404, 'NotFoundException', `Of SES, ${request.method} ${request.path} does not run locally`);
};

/**
 * Sending by a configuration set needs the permission for it, too, and so does sending to an address that the account
 * has verified itself.
 */
const sendPermissions = (body: JsonObject, { region, account }: Place, verified: readonly string[]) => {
  const from = bareAddress(textOf(body, 'FromEmailAddress') ?? '');
  const raw = isJsonObject(body.Content) && body.Content.Raw !== undefined;
  const action = raw ? 'ses:SendRawEmail' : 'ses:SendEmail';
  const prefix = `arn:aws:ses:${region}:${account}`;
  const identities = new Set([identityOf(from, verified) ?? from]);
  for (const recipient of recipientsOf(body)) {
    const own = identityOf(bareAddress(recipient), verified);
    if (own !== undefined) identities.add(own);
  }
  const permissions: Permission[] = [...identities].map((one) => ({ action, resource: `${prefix}:identity/${one}` }));
  const configurationSet = textOf(body, 'ConfigurationSetName');
  if (configurationSet) permissions.push({ action, resource: `${prefix}:configuration-set/${configurationSet}` });
  return { permissions, conditionKeys: { 'ses:FromAddress': from } };
};
