/** Calls the API as somebody and returns the parsed body of the answer. Throws when the answer is not a success. */
export type CallApi = (method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown) => Promise<unknown>;

/** A client of the API at `api` that calls with a token. */
export const createApiClient =
  (api: URL, token: string): CallApi =>
  async (method, path, body) => {
    const response = await fetch(new URL(path, api), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text);
  };
