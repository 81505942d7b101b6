import { type ImportJob, newImport } from '../../../../lib/imports/job/import-job.ts';

/** An import of Fabrikam's active users that waits for its file. */
export const importOf = (more: { [Key in keyof ImportJob]?: ImportJob[Key] | undefined } = {}): ImportJob => {
  const waiting = newImport({
    importId: '0b6c1e9e-0d3a-4a8e-9a6e-3f0f6a6f2f11',
    kind: 'graph.office365ActiveUserDetail',
    customerId: 'fabrikam',
    portfolio: 'contoso',
    createdAt: '2026-03-10T09:30:00.000Z',
    day: undefined,
    replaceIdentityMode: false,
  });
  return { ...waiting, ...more } as ImportJob; // left out by `undefined`, as JSON and the table do
};
