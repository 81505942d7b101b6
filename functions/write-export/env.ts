import * as z from 'zod';

export const env = z.object({
  JOBS_TABLE: z.string().min(1),
  LICENSING_TABLE: z.string().min(1),
  PORTFOLIOS_BUCKET: z.string().min(1),
  EXPORTS_BUCKET: z.string().min(1),
  /** The function's own queue, for the continuation of a long export. */
  EXPORT_QUEUE_URL: z.url(),
  /** The verified address that mails come from. */
  MAIL_FROM: z.email(),
  /** The SES configuration set that tells what becomes of mails. */
  MAIL_CONFIGURATION_SET: z.string().min(1),
  /** The API's address, without a trailing slash: mailed links start with it. */
  PUBLIC_URL: z.url(),
  /** A step stops at a record after this many seconds and goes on in a new message. */
  STEP_SECONDS: z.coerce.number().positive(),
  /** How often the queue delivers a message before it joins the failed ones. */
  DELIVERIES: z.coerce.number().int().positive(),
});
