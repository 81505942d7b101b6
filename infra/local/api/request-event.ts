import type { IncomingHttpHeaders } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A request as it came over the wire. */
export interface ApiRequest {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly sourceIp: string;
}

export interface ApiPlace {
  readonly account: string;
  readonly apiId: string;
  readonly requestId: string;
  readonly now: Date;
}

/** What an event of payload format 2.0 says of the request itself, for functions and authorizers alike. */
export const requestPart = (request: ApiRequest, routeKey: string, place: ApiPlace) => {
  const { cookie, ...others } = request.headers;
  const domainName = request.headers.host ?? '';
  const query = joinedQuery(request.query);
  const rawPath = decodedPath(request.path);
  return {
    version: '2.0' as const,
    routeKey,
    rawPath,
    rawQueryString: request.query,
    ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
    headers: {
      ...joinedHeaders(others),
      'x-forwarded-for': request.sourceIp,
      'x-forwarded-port': domainName.split(':')[1] ?? '80',
      'x-forwarded-proto': 'http',
    },
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: place.account,
      apiId: place.apiId,
      domainName,
      domainPrefix: place.apiId,
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: place.requestId,
      routeKey,
      stage: '$default',
      time: accessLogTime(place.now),
      timeEpoch: place.now.getTime(),
    },
  };
};

/** The event of a function behind the API, in payload format 2.0. `authorizer` is the context that the authorizer gave. */
export const requestEvent = (
  request: ApiRequest,
  routeKey: string,
  pathParameters: Readonly<Record<string, string>>,
  place: ApiPlace,
  authorizer: Readonly<Record<string, unknown>> | undefined,
): APIGatewayProxyEventV2 => {
  const part = requestPart(request, routeKey, place);
  const isBase64Encoded = request.body.length > 0 && !isText(request.headers);
  return {
    ...part,
    requestContext: { ...part.requestContext, ...(authorizer ? { authorizer: { lambda: authorizer } } : {}) },
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters: { ...pathParameters } }),
    ...(request.body.length === 0 ? {} : { body: request.body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  };
};

/** What API Gateway hands on as it is; everything else, forms and compressed bodies included, comes in Base64. */
const isText = ({
  'content-type': contentType = 'text/plain',
  'content-encoding': encoding,
}: IncomingHttpHeaders): boolean => {
  const mediaType = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return (
    (encoding === undefined || encoding === 'identity') &&
    (mediaType.startsWith('text/') || /^application\/((.+\+)?(json|xml)|javascript)$/.test(mediaType))
  );
};

const joinedHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
    ),
  );

const joinedQuery = (query: string): Record<string, string> => {
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query))
    joined[name] = joined[name] === undefined ? value : `${joined[name]},${value}`;
  return joined;
};

const decodedPath = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** `12/Mar/2020:19:03:58 +0000` */
const accessLogTime = (now: Date): string => {
  const [, day, month, year, time] = now.toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
};
