import type { Caller } from '../../lib/access/caller.ts';
import { recorderIn } from '../../lib/audit/record.ts';
import { reply } from '../../lib/http/respond.ts';
import { tryAgain } from '../../lib/http/try-again.ts';
import type { Identity } from '../../lib/licensing/identities/identity.ts';
import {
  type IdentityStores,
  putIdentities,
  readPageOfIdentities,
  removeIdentity,
} from '../../lib/licensing/identities/keep-identities.ts';
import { writingTime } from '../../lib/storage/deadline.ts';
import { openTable } from '../../lib/storage/table.ts';

interface Call {
  readonly path: { readonly id: string };
  readonly caller: Caller;
  readonly now: Date;
  readonly requestId: string;
}

/** What answers the calls on other ids of users; `jobsTable` names where their changes are recorded. */
export const identityAnswers = (stores: IdentityStores, jobsTable: string) => {
  const record = recorderIn(openTable(jobsTable));
  return {
    getIdentities: async ({
      path: { id },
      query,
      caller,
    }: Call & { readonly query: Parameters<typeof readPageOfIdentities>[3] }) =>
      reply(200, await readPageOfIdentities(stores, caller, id, query)),

    postIdentities: async ({
      body: { identities: posted },
      remainingMilliseconds,
      ...call
    }: Call & {
      readonly body: { readonly identities: readonly Identity[] };
      readonly remainingMilliseconds: () => number;
    }) => {
      const { id } = call.path;
      const milliseconds = writingTime(remainingMilliseconds());
      const identities = await record(call, 'identities.put', id, (beforeChange) =>
        putIdentities(stores, call.caller, id, posted, { milliseconds, beforeChange }),
      );
      if (identities === undefined) throw tryAgain();
      return reply(200, { identities });
    },

    deleteIdentity: async ({ path: { id, alias }, ...call }: Call & { readonly path: { readonly alias: string } }) => {
      await record(call, 'identities.delete', id, (before) => removeIdentity(stores, call.caller, id, alias, before));
      return { status: 204 } as const;
    },
  };
};
