import { Logger } from '@aws-lambda-powertools/logger';

/** One structured log line per event worth telling. Never given tokens, bodies, Location headers or user ids. */
export const logger = new Logger();
