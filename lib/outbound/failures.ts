/** An address that is not to be called: thrown before anything of the request is sent. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
  readonly host: string;

  constructor(host: string, reason: string) {
    super(`${host}: ${reason}`);
    this.host = host;
  }
}

/**
 * `unreachable`: no connection, or one that broke before the answer. `silent`: the head of the answer did not come in time.
 * `too_slow`, `too_large`, `cut_short`: its body. `malformed`: no HTTP, or a certificate that nobody vouches for.
 */
export type CallFailure = 'unreachable' | 'silent' | 'too_slow' | 'too_large' | 'cut_short' | 'malformed';

/** A call that was made and came to nothing. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly failure: CallFailure;

  constructor(failure: CallFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.failure = failure;
  }
}
