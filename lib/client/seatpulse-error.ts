import * as z from 'zod';

/** Of a problem (RFC 9457) what a client needs, and what the gateway answers by itself. */
const problem = z.object({ code: z.string(), detail: z.string(), instance: z.string().optional() });
const gatewayMessage = z.object({ message: z.string() });

/** A call that was not answered as asked: the answer's status, its stable code, and a sentence that says what to do. */
export class SeatpulseError extends Error {
  /** 0 where there was no answer. */
  readonly status: number;
  readonly code: string;
  /** The id of the request, for support. */
  readonly requestId: string | undefined;

  constructor(status: number, code: string, sentence: string, more: { requestId?: string; cause?: unknown } = {}) {
    super(sentence, { cause: more.cause });
    this.status = status;
    this.code = code;
    this.requestId = more.requestId;
  }
}

/** The error that an answer's body tells of. The gateway's own answers have no code; theirs is `http_` and the status. */
export const errorOfAnswer = (status: number, body: string): SeatpulseError => {
  const value = parsed(body);
  const told = problem.safeParse(value);
  if (told.success) {
    const { code, detail, instance } = told.data;
    return new SeatpulseError(status, code, detail, instance === undefined ? {} : { requestId: instance });
  }
  const bare = gatewayMessage.safeParse(value);
  return new SeatpulseError(
    status,
    `http_${status}`,
    bare.success ? `${bare.data.message} (${status})` : `The answer was ${status}.`,
  );
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
