import type { Caller } from '../../lib/access/caller.ts';
import { recorderIn } from '../../lib/audit/record.ts';
import { reply } from '../../lib/http/respond.ts';
import { requireBothScopes } from '../../lib/imports/job/accept-import.ts';
import { deletePreset, listPresets, putPreset, requirePreset } from '../../lib/imports/job/keep-presets.ts';
import type { StoredPreset } from '../../lib/imports/job/preset-table.ts';
import type { Table } from '../../lib/storage/table.ts';

interface PresetCall {
  readonly caller: Caller;
  readonly now: Date;
  readonly requestId: string;
  readonly path: { readonly name: string };
}

/** The answers to the calls that keep presets; what they change is recorded. */
export const presetAnswers = ({ jobs, licensing }: { readonly jobs: Table; readonly licensing: Table }) => {
  const record = recorderIn(jobs);
  return {
    getPresets: async ({ caller }: Pick<PresetCall, 'caller'>) =>
      reply(200, { presets: await listPresets(licensing, caller) }),
    getPreset: async ({ path: { name }, caller }: PresetCall) =>
      reply(200, await requirePreset(licensing, caller, name)),
    putPreset: async ({
      path: { name },
      body,
      ...call
    }: PresetCall & { readonly body: Omit<StoredPreset, 'name'> }) => {
      requireBothScopes(call.caller);
      await record(call, 'preset.put', name, (before) => putPreset(licensing, call.caller, { name, ...body }, before));
      return reply(200, await requirePreset(licensing, call.caller, name));
    },
    deletePreset: async ({ path: { name }, ...call }: PresetCall) => {
      requireBothScopes(call.caller);
      await record(call, 'preset.delete', name, (before) => deletePreset(licensing, call.caller, name, before));
      return { status: 204 } as const;
    },
  };
};
