/** A route's key, `GET /v1/customers/{id}`, taken apart. */
export interface RouteKey {
  readonly key: string;
  /** `ANY` for every method. */
  readonly method: string;
  readonly segments: readonly string[];
}

export interface RouteMatch<Route> {
  readonly route: Route;
  /** Percent-decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Reads a route key. Throws when it is neither `$default` nor a method and a path. */
export const parseRouteKey = (key: string): RouteKey => {
  if (key === '$default') return { key, method: 'ANY', segments: [key] };
  const [method, path, ...rest] = key.split(' ');
  if (!method || !path?.startsWith('/') || rest.length > 0)
    throw new Error(`"${key}" is not a route key. Write a method and a path: "GET /things/{id}".`);
  return { key, method, segments: path.split('/').slice(1) };
};

/**
 * The route that API Gateway would choose for a request, or undefined: a full match before one with a greedy variable
 * before `$default`, a fixed segment before a variable, the method itself before `ANY`
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
 */
export const matchRoute = <Route extends RouteKey>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | undefined => {
  const segments = path.split('/').slice(1);
  const candidates = routes
    .filter((route) => route.method === method || route.method === 'ANY')
    .map((route) => ({ route, pathParameters: parametersOf(route.segments, segments) }))
    .filter((candidate): candidate is RouteMatch<Route> => candidate.pathParameters !== undefined);
  return candidates.toSorted((one, other) => compareRanks(rankOf(one.route), rankOf(other.route)))[0];
};

const variableName = (segment: string): string | undefined => /^\{([^}+]+)\+?\}$/.exec(segment)?.[1];

const isGreedy = (segment: string): boolean => segment.endsWith('+}');

const parametersOf = (pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined => {
  if (pattern[0] === '$default') return {};
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const rest = segments.slice(index);
    const [segment] = rest;
    if (segment === undefined) return undefined;
    const name = variableName(part);
    if (name === undefined ? part !== segment : segment === '') return undefined;
    if (name !== undefined) {
      const value = decode(isGreedy(part) ? rest.join('/') : segment);
      if (value === undefined) return undefined;
      parameters[name] = value;
    }
    if (isGreedy(part)) return parameters;
  }
  return segments.length === pattern.length ? parameters : undefined;
};

const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** Lower is more specific, segment by segment; the method decides between equals. */
const rankOf = ({ method, segments }: RouteKey): number[] => [
  ...segments.map((segment) =>
    segment === '$default' ? 3 : variableName(segment) === undefined ? 0 : isGreedy(segment) ? 2 : 1,
  ),
  method === 'ANY' ? 1 : 0,
];

const compareRanks = (one: readonly number[], other: readonly number[]): number => {
  for (const [index, rank] of one.entries()) {
    const difference = rank - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};
