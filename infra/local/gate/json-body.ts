import type { Call, GateRequest } from './call.ts';
import { CallError } from './call-error.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A call of a service that takes JSON. */
export interface JsonCall {
  readonly request: GateRequest;
  readonly body: JsonObject;
  readonly call: Call;
}

/** Whether `value` is an object with names, neither null nor a list. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Half a surrogate pair, as JSON escapes it: no UTF-8 stands for it, and services refuse the whole request. */
const LONE_SURROGATE =
  /(?<!\\)(?:\\\\)*(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})/u;

/** The request's body as a JSON object; an empty body is an empty object. Throws SerializationException otherwise. */
export const readJsonBody = (request: GateRequest): JsonObject => {
  if (request.body.length === 0) return {};
  try {
    const text = request.body.toString();
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value) && !LONE_SURROGATE.test(text)) return value;
  } catch {
    // Told below, as for JSON that is no object.
  }
  throw new CallError(400, 'SerializationException', 'The body must be a JSON object of well-formed text');
};

/** A member that should be text, or undefined. */
export const textOf = (object: JsonObject, name: string): string | undefined => {
  const value = object[name];
  return typeof value === 'string' ? value : undefined;
};
