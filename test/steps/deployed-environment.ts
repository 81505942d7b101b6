import * as z from 'zod';

/** A client of the stage's issuer as the environment names it: `id:secret`, and `:subject` where the issuer takes one. */
const client = z
  .string()
  .regex(/^[^:\s]+:[^:\s]+(?::[^:\s]+)?$/u, 'a client reads id:secret')
  .transform((text) => {
    const [id = '', secret = '', subject] = text.split(':');
    return { id, secret, subject };
  });
/** How a program proves to the issuer who it is. */
export type Client = z.output<typeof client>;

/** What the environment says of a deployed stage; docs/testing-a-stage.md tells where to find it. */
const environment = z
  .object({
    SEATPULSE_URL: z.url(),
    SEATPULSE_TOKEN_URL: z.url(),
    SEATPULSE_OPERATOR_TOKEN: z.string().optional(),
    SEATPULSE_OPERATOR_CLIENT: client.optional(),
    SEATPULSE_PARTNER_CLIENTS: z
      .string()
      .transform((text) => text.split(/\s+/u).filter((one) => one !== ''))
      .pipe(z.array(client).min(1)),
  })
  .refine(
    ({ SEATPULSE_OPERATOR_TOKEN: token, SEATPULSE_OPERATOR_CLIENT: operator }) =>
      token !== undefined || operator !== undefined,
    'one of SEATPULSE_OPERATOR_TOKEN and SEATPULSE_OPERATOR_CLIENT says who the operator is',
  );

/** Whether the tests run against a deployed stage. */
export const isDeployed = Boolean(process.env.SEATPULSE_URL);

/** Reads the environment. Throws an error that names what is missing, and holds no secret. */
export const readDeployedEnvironment = (): z.output<typeof environment> => {
  const parsed = environment.safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new Error(`The environment does not name a stage to test:\n${z.prettifyError(parsed.error)}`);
};
