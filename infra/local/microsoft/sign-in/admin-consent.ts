import type { Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import type { World } from '../world.ts';
import { PERMISSIONS } from './permissions.ts';

const HTML = { 'content-type': 'text/html; charset=utf-8' };

/**
 * The page on which the administrator of a tenant consents to an app by itself: shown by GET, answered by POST. It then
 * leads back to `redirect_uri`, where there is one, with what Microsoft adds: `admin_consent`, `tenant` and `state`.
 */
export const adminConsent = (world: World, tenantId: string, { method, url, body }: Call): Answer => {
  const asked = url.searchParams;
  const app = world.apps.find(({ clientId }) => clientId === asked.get('client_id'));
  const tenant = world.tenants.find(tenantId);
  if (!app || !tenant) return { status: 400, headers: HTML, body: page('Nobody knows this app, or this tenant.', '') };
  if (method === 'GET') return { status: 200, headers: HTML, body: page(question(tenant.name), BUTTONS) };
  const accepted = new URLSearchParams(body).get('answer') === 'accept';
  if (accepted) world.consents.give(tenantId, app.clientId, 'application', PERMISSIONS);
  const back = asked.get('redirect_uri');
  if (back === null || !URL.canParse(back))
    return { status: 200, headers: HTML, body: page(accepted ? 'You consented.' : 'You did not consent.', '') };
  const location = new URL(back);
  const state = asked.get('state');
  if (state !== null) location.searchParams.set('state', state);
  location.searchParams.set('tenant', tenantId);
  location.searchParams.set('admin_consent', accepted ? 'True' : 'False');
  if (!accepted) location.searchParams.set('error', 'access_denied');
  return { status: 302, headers: { location: location.href } };
};

const question = (name: string): string => `Shall the app read licences, users and usage of ${name}?`;

const BUTTONS =
  '<form method="post"><button name="answer" value="accept">Accept</button> <button name="answer" value="cancel">Cancel</button></form>';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const page = (text: string, form: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Permissions requested</title><p>${escaped(text)}</p>${form}</html>`;
