import type { z } from 'zod';

/** A sort of service that data is collected from. A further one is one file like this, and a line in `kinds/kinds.ts`. */
export interface SourceKind<Settings extends z.ZodObject, Credentials extends z.ZodObject> {
  readonly name: string;
  /** As people know it. */
  readonly title: string;
  /** What a partner, or a customer, says of how the service is asked. */
  readonly settings: Settings;
  /** What is kept secret. */
  readonly credentials: Credentials;
  /** Under which name customers have their tenant's id among their ids in other systems. */
  readonly externalId: string;
  /** What is missing for settings and credentials to be used together, as a sentence; `undefined` for nothing. */
  readonly missing: (settings: z.output<Settings>, credentials: z.output<Credentials>) => string | undefined;
  /** The address at which an admin of a tenant consents; `undefined` where that is not how consent is given. */
  readonly consentLink: (settings: z.output<Settings>, tenantId: string) => string | undefined;
}
