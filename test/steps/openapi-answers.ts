import { createOpenApiCheck, type OpenApiCheck } from './openapi-check.ts';
import { theStage } from './the-stage.ts';

let check: Promise<OpenApiCheck> | undefined;

const fetchCheck = async (): Promise<OpenApiCheck> => {
  const { api } = await theStage();
  const response = await fetch(new URL('/v1/openapi.json', api));
  return createOpenApiCheck(await response.json());
};

/** Holds one JSON answer against the OpenAPI document that the API itself serves; throws what does not fit. */
export const checkedByOpenApi = async (method: string, path: string, status: number, body: unknown): Promise<void> => {
  if (body === undefined || path.startsWith('/v1/openapi.json')) return;
  check ??= fetchCheck();
  (await check)(method, path.split('?')[0] ?? path, status, body);
};
