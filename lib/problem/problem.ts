import * as z from 'zod';

/** RFC 9457 problem details, as every error of this API reads. */
export const problemDetails = z
  .object({
    type: z.string().meta({ description: 'Always about:blank; `code` tells the problems apart.' }),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Stable, for programs.', example: 'unknown_customer' }),
    detail: z.string().meta({ description: 'What went wrong and what to do about it.' }),
    instance: z.string().meta({ description: 'The id of the request, for support.' }),
    errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type ProblemDetails = z.infer<typeof problemDetails>;

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  403: 'Forbidden',
  404: 'Not found',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content too large',
  415: 'Unsupported media type',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Try again later',
};

/** An answer the caller may see: status, stable code, and a sentence that says what to do. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: ProblemDetails['errors'];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    code: string,
    detail: string,
    more: { errors?: ProblemDetails['errors']; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(detail, { cause: more.cause });
    this.status = status;
    this.code = code;
    this.errors = more.errors;
    this.headers = more.headers ?? {};
  }
}

/** A zod failure as a list of JSON pointers with messages, at most 20 of them. */
export const errorsOf = (error: z.ZodError): NonNullable<ProblemDetails['errors']> =>
  error.issues.slice(0, 20).map((issue) => ({
    pointer: issue.path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    message: issue.message,
  }));

/** The body of the answer to a failed request. */
export const detailsOf = (problem: Problem, requestId: string): ProblemDetails => ({
  type: 'about:blank',
  title: TITLES[problem.status] ?? 'Error',
  status: problem.status,
  code: problem.code,
  detail: problem.message,
  instance: requestId,
  ...(problem.errors ? { errors: problem.errors } : {}),
});

/** The one answer for a customer that does not exist and for one outside the caller's portfolio. */
export const unknownCustomer = (customerId: string): Problem =>
  new Problem(404, 'unknown_customer', `There is no customer "${customerId}" in your portfolio. Check the id.`);
