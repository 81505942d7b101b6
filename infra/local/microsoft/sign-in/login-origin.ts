import { json } from '../http/answer.ts';
import type { Origin } from '../http/call.ts';
import type { World } from '../world.ts';
import { adminConsent } from './admin-consent.ts';
import { answerTokenRequest } from './token-endpoint.ts';

const TOKEN = /^\/([^/]+)\/oauth2\/(v2\.0\/)?token$/u;
const CONSENT = /^\/([^/]+)\/(?:v2\.0\/)?adminconsent$/u;

/** Microsoft's login: the token endpoint in its two versions, and the page on which an administrator consents. */
export const loginOrigin =
  (world: World): Origin =>
  (call) => {
    const path = decodeURIComponent(call.url.pathname);
    const tenantOf = (named = ''): string => world.tenants.find(named)?.tenantId ?? named;
    const token = TOKEN.exec(path);
    if (token && call.method === 'POST') {
      const tenantId = tenantOf(token[1]);
      const version = token[2] === undefined ? 1 : 2;
      const form = new URLSearchParams(call.body);
      return { route: 'token', tenantId, answer: () => answerTokenRequest(world, { tenantId, version, form }) };
    }
    const consent = CONSENT.exec(path);
    if (consent && (call.method === 'GET' || call.method === 'POST')) {
      const tenantId = tenantOf(consent[1]);
      return { route: 'adminConsent', tenantId, answer: () => adminConsent(world, tenantId, call) };
    }
    return json(404, { error: 'not_found', error_description: `There is no ${call.method} ${path}.` });
  };
