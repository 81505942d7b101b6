import { Logger } from '@aws-lambda-powertools/logger';

/** One structured log line per event worth telling. Never given tokens, bodies, Location headers or user ids. */
export const logger = new Logger();

/** The name under which messages and log lines say for whose sake the work is done. */
export const ORIGIN = 'requestedBy';

/** Lambda hands an instance one event at a time, so that there is one answer per instance. */
let current: string | undefined;

/**
 * Says for whose sake is worked from now on: the id of the API's request, or of the message that began it all. Lines that
 * are logged from now on say so, and messages that are sent hand it on.
 */
export const workFor = (origin: string): void => {
  current = origin;
  logger.appendKeys({ [ORIGIN]: origin });
};

/** For whose sake is worked, or `undefined` before anybody asked for anything. */
export const workedFor = (): string | undefined => current;
