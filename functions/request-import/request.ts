import * as z from 'zod';
import { productId } from '../../lib/catalogue/ids.ts';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { nextCursor, ONE_PAGE, pageQuery } from '../../lib/http/paging.ts';
import { fileEncoding } from '../../lib/imports/formats/file-encoding.ts';
import { findings, MOST_NAMED_ERRORS } from '../../lib/imports/formats/findings.ts';
import { importKindName, kindsWhoseFiles } from '../../lib/imports/formats/kinds/kinds.ts';
import { presetName, SEAT_PRESETS } from '../../lib/imports/formats/presets/presets.ts';
import { seatColumns } from '../../lib/imports/formats/presets/seat-mapping.ts';
import { importStatus, importUndo } from '../../lib/imports/job/import-job.ts';
import { importPreview } from '../../lib/imports/job/import-preview.ts';
import { uploadForm } from '../../lib/imports/job/upload-form.ts';
import { JOB_DAYS, UNDO_DAYS, UPLOAD_DAYS } from '../../lib/jobs/retention.ts';
import { retry } from '../../lib/jobs/retry.ts';
import { dayText } from '../../lib/time/day.ts';
import { displayName, entityId } from '../../lib/values/entity-id.ts';
import { deletePreset, getPreset, getPresets, putPreset } from './preset-requests.ts';
import { ROUTES } from './routes.ts';

const NAMING_CUSTOMERS = kindsWhoseFiles('namesCustomers').join(', ');
const MAY_NAME_CUSTOMERS = kindsWhoseFiles('mayNameCustomers').join(', ');
const OF_OPERATORS = kindsWhoseFiles('needsOperator').join(', ');
const OF_A_SELLER = kindsWhoseFiles('needsSeller').join(', ');

const importRequest = z
  .strictObject({
    kind: importKindName,
    customerId: entityId.optional().meta({
      description: `Whose data the file holds. Needed for all kinds but ${NAMING_CUSTOMERS}, whose files name their customers themselves. May be left out of ${MAY_NAME_CUSTOMERS}, where the file has a column \`customer\`: an id, tenant id or domain.`,
    }),
    day: dayText.optional().meta({
      description:
        'The day that the file speaks of, where it does not say so itself, as no JSON file does; by default today (UTC).',
    }),
    replaceIdentityMode: z.boolean().optional().meta({
      description:
        'Take a file whose users go by concealed names where readable ones are stored, or the other way round. What is known of the users stored so far then ends.',
    }),
    encoding: fileEncoding.optional().meta({
      description:
        'What the text of the file is in, where it is not UTF-8, by default. A file whose byte order mark says otherwise is read by that.',
    }),
    allowShrink: z.boolean().optional().meta({
      description:
        'Take a file that would end more than a third of the holdings or seats stored (and more than 5), which is otherwise refused as `shrinks_too_much`. A report of active users is then taken for the list of all users, whatever it looks like.',
    }),
    allowOtherTenant: z.boolean().optional().meta({
      description:
        "Take a file of which no user's domain and no tenant id fits the customer, which is otherwise refused as `other_tenant`.",
    }),
    preset: presetName.optional().meta({
      description: `Of \`seats\`: whose file it is, so that its columns are known: a stored preset (GET /v1/presets), or one of ${SEAT_PRESETS.map(({ preset }) => preset).join(', ')}.`,
    }),
    columns: seatColumns.optional().meta({
      description:
        'Of `seats`: which columns say what. Beside a preset, they replace those of its columns that they name.',
    }),
    preview: z.boolean().optional().meta({
      description:
        'Of `seats`: only show how the file is understood and what it would change. POST /v1/imports/{id}/take then takes it.',
    }),
  })
  .meta({ id: 'ImportRequest' });

const requestedImport = z
  .object({
    id: z.string(),
    upload: uploadForm.meta({
      description:
        'A form good for an hour: post all fields and then the file, as `file`, to `url` in multipart/form-data.',
    }),
  })
  .meta({ id: 'RequestedImport' });

export const importProgress = z
  .object({
    id: z.string(),
    kind: importKindName,
    customerId: entityId.optional(),
    status: importStatus,
    progress: z.number().min(0).max(1),
    ...findings.shape,
    preset: presetName.optional(),
    previewed: importPreview
      .optional()
      .meta({ description: 'What it would do, where only that was asked for. Nothing was stored.' }),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().optional(),
    retry: retry.optional(),
    canUndo: z.boolean().meta({
      description: `Whether what it replaced can be put back: for ${UNDO_DAYS} days, while nothing newer was applied to the same list.`,
    }),
    undoUntil: z.iso.datetime().optional().meta({ description: 'Until when it can, if it can.' }),
    putsBack: z.record(z.string(), z.int().min(0)).optional().meta({
      description:
        'What an undo puts back, by name: `holders` and `holdings`, `products` and `seats`, or `subscriptions`.',
    }),
    undo: importUndo
      .omit({ begun: true, after: true, progressedAt: true })
      .extend({ retry: retry.optional() })
      .optional()
      .meta({ description: 'How its undo stands, where one was asked for.' }),
  })
  .meta({ id: 'Import' });

const EITHER = ['activity:write', 'licensing:write'] as const;

const postImport = operation({
  route: ROUTES.postImport,
  summary: 'Ask for a form to upload a file with',
  description: `The file is read as soon as it is uploaded. Files hold activity and licences, so that the caller needs both \`activity:write\` and \`licensing:write\`. A file of ${OF_A_SELLER} replaces the list of the partner that hands it in; an operator names that partner by \`?partner=\`. One of ${OF_OPERATORS} is taken from operators who act for all.`,
  scopes: EITHER,
  body: importRequest,
  responses: {
    201: { description: 'The import, waiting for its file', schema: requestedImport },
    404: { description: 'There is no such customer in the portfolio' },
    429: { description: 'The partner’s limit is reached, or too many requests; Retry-After says when there is room' },
  },
});

const importSummary = importProgress
  .pick({
    id: true,
    kind: true,
    customerId: true,
    status: true,
    progress: true,
    rows: true,
    errorCount: true,
    createdAt: true,
    finishedAt: true,
  })
  .meta({ id: 'ImportSummary' });

const getImports = operation({
  route: ROUTES.getImports,
  summary: 'List the imports of a portfolio, newest first',
  description: `Those of the last ${JOB_DAYS} days whose customer, if they are of one, is still in the portfolio. An import that was just asked for may be missing for moments; a page may have fewer than \`limit\` and go on.`,
  scopes: EITHER,
  query: pageQuery(),
  responses: {
    200: {
      description: ONE_PAGE,
      schema: z.object({ imports: z.array(importSummary), cursor: nextCursor }).meta({ id: 'ImportPage' }),
    },
  },
});

const getImport = operation({
  route: ROUTES.getImport,
  summary: 'See how an import stands',
  description: `A file that is not understood stores nothing. Of one that would end much of what is stored, \`counts\` tells that too: \`storedHolders\` and \`namedHolders\`, \`storedHoldings\` and \`keptHoldings\`, or \`storedSeats\` and \`keptSeats\`. At most ${MOST_NAMED_ERRORS} errors are listed; errorCount counts all.`,
  scopes: EITHER,
  path: z.object({ id: z.string() }),
  responses: { 200: { description: 'The import', schema: importProgress } },
});

const takenAgain = z.object({ id: z.string(), status: importStatus }).meta({ id: 'ImportTakenAgain' });

const mapImportName = operation({
  route: ROUTES.mapImportName,
  summary: 'Say which product a name is that an import could not name',
  description: `The name becomes an alias of the product, as by \`PUT /v1/products/{sku}\`, and the file is taken again by another import, as if it were sent again: for the same day, by the same request. The same call again answers the same import, or another one where that failed. Uploads are kept for ${UPLOAD_DAYS} days, and where users are stored by pseudonyms until they are read: of one that is gone the alias is kept, and the import fails as \`file_gone\`; send the file again.`,
  scopes: ['operator'],
  path: z.object({ id: z.string() }),
  body: z
    .strictObject({
      name: displayName.meta({ description: 'One of `seatsNotCounted`; case and runs of spaces do not matter.' }),
      sku: productId,
    })
    .meta({ id: 'NameMapping' }),
  responses: {
    202: {
      description: 'The import that takes the file again',
      schema: takenAgain,
    },
    404: { description: 'There is no such import, or no such product' },
    409: { description: 'The name is that of another product, or the import is not finished. Nothing was stored.' },
  },
});

const takeImport = operation({
  route: ROUTES.takeImport,
  summary: 'Take a file that was only shown as it would be taken, or was refused',
  description: `The file that was handed in with \`preview\`, or was refused, is taken by another import, as its request had it and of the same day, and allowed more where that is said. The same call again answers the same import. Uploads are kept for ${UPLOAD_DAYS} days: of an older one the import fails as \`file_gone\`; send the file again.`,
  scopes: EITHER,
  path: z.object({ id: z.string() }),
  body: z
    .strictObject({
      allowShrink: z.boolean().optional().meta({ description: 'As in the request of an import.' }),
      allowOtherTenant: z.boolean().optional().meta({ description: 'As in the request of an import.' }),
    })
    .meta({ id: 'ImportTaking' }),
  responses: {
    202: { description: 'The import that takes the file', schema: takenAgain },
    404: { description: 'There is no such import' },
    409: { description: 'It was taken already, or is not finished.' },
  },
});

const undoImport = operation({
  route: ROUTES.undoImport,
  summary: 'Put back what an import replaced',
  description: `Users' products, seats or a seller's list are as they were before it, and figures with the next recalculation; the same file can be imported again. What users did stays. Possible for ${UNDO_DAYS} days, while nothing newer was applied to the same list. It goes on after the answer: \`undo\` of the import tells how it stands. Asked again, it answers the same.`,
  scopes: EITHER,
  path: z.object({ id: z.string() }),
  responses: {
    202: { description: 'The import, being undone or undone', schema: importProgress },
    404: { description: 'There is no such import' },
    409: {
      description:
        'It cannot be undone: `newer_applied`, `nothing_to_undo`, `import_not_finished` or `undo_expired`. The message names what is newer.',
    },
  },
});

export const operations = {
  postImport,
  getImports,
  getImport,
  mapImportName,
  takeImport,
  getPresets,
  getPreset,
  putPreset,
  deletePreset,
  undoImport,
} satisfies OperationsOf<typeof ROUTES>;
