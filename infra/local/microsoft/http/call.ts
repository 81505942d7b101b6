import type { IncomingHttpHeaders } from 'node:http';
import type { Answer } from './answer.ts';

export const ORIGINS = ['login', 'graph', 'downloads', 'partnerCenter'] as const;
export type OriginName = (typeof ORIGINS)[number];

/** What can be asked for. */
export type RouteName =
  | 'token'
  | 'adminConsent'
  | 'subscribedSkus'
  | 'directorySubscriptions'
  | 'users'
  | 'contracts'
  | 'reportSettings'
  | 'report'
  | 'download'
  | 'customers'
  | 'customerSubscriptions'
  | 'applicationConsents';

/** A request as it came, its body read. */
export interface Call {
  readonly method: string;
  /** With the origin that it was sent to. */
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A call of which is known what it asks for, and of whom. */
export interface KnownCall {
  readonly route: RouteName;
  readonly tenantId?: string | undefined;
  /** The name of the report, for the routes `report` and `download`. */
  readonly report?: string | undefined;
  /** Answers the call as the service does. */
  readonly answer: () => Answer | Promise<Answer>;
}

/** What an origin makes of a call: what it knows of it, or at once the answer to one that it does not know. */
export type Origin = (call: Call) => KnownCall | Answer;

/** A call as the tests read it. */
export interface RecordedCall {
  readonly at: Date;
  readonly origin: OriginName;
  readonly method: string;
  /** `undefined` for what no route takes. */
  readonly route: RouteName | undefined;
  readonly report: string | undefined;
  readonly tenantId: string | undefined;
  /** The path with its query. */
  readonly path: string;
  /** Whether there was an Authorization header. */
  readonly hadBearer: boolean;
  readonly status: number;
}
