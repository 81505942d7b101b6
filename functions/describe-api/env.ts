import * as z from 'zod';

export const env = z.object({
  /** The API's address, as the OpenAPI document names it. */
  PUBLIC_URL: z.url(),
});
