import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** Headers of every page. Nothing is loaded from elsewhere, nothing inline runs; files may be sent to `uploadOrigin`. */
const headersWith = (uploadOrigin: string): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${uploadOrigin}`,
    `form-action 'self' ${uploadOrigin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'referrer-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
});

/** Adds the headers to whatever is answered. */
export const securityHeaders = (
  uploadOrigin: () => Promise<string>,
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> => {
  const add = async (request: { response: APIGatewayProxyStructuredResultV2 | null | undefined }) => {
    if (!request.response) return;
    request.response.headers = { ...headersWith(await uploadOrigin()), ...request.response.headers };
  };
  return { after: add, onError: add };
};
