import * as z from 'zod';
import { operation } from '../../lib/http/operation.ts';
import { presetName } from '../../lib/imports/formats/presets/presets.ts';
import { seatMapping } from '../../lib/imports/formats/presets/seat-mapping.ts';
import { shownPreset } from '../../lib/imports/job/keep-presets.ts';
import { displayName } from '../../lib/values/entity-id.ts';
import { ROUTES } from './routes.ts';

const EITHER = ['activity:write', 'licensing:write'] as const;
const named = z.object({ name: presetName });

export const getPresets = operation({
  route: ROUTES.getPresets,
  summary: 'List the presets of columns for files of seats',
  description: "Those of this release, the operator's and, for a partner, its own, which go before the operator's.",
  scopes: EITHER,
  responses: {
    200: {
      description: 'The presets, by name',
      schema: z.object({ presets: z.array(shownPreset) }).meta({ id: 'SeatPresets' }),
    },
  },
});

export const getPreset = operation({
  route: ROUTES.getPreset,
  summary: 'See a preset of columns',
  scopes: EITHER,
  path: named,
  responses: {
    200: { description: 'The preset', schema: shownPreset },
    404: { description: 'There is no such preset' },
  },
});

export const putPreset = operation({
  route: ROUTES.putPreset,
  summary: 'Keep how the columns of a file of seats are mapped',
  description:
    "For imports that name it as `preset`: a partner's for itself, an operator's for all. Imports that were asked for before keep the columns that they had.",
  scopes: EITHER,
  path: named,
  body: z
    .strictObject({
      note: displayName.optional().meta({ description: 'What the file is, for people.' }),
      columns: seatMapping,
    })
    .meta({ id: 'SeatPresetProfile' }),
  responses: {
    200: { description: 'The preset', schema: shownPreset },
    409: { description: 'The name is that of a preset of this release (`preset_of_release`)' },
  },
});

export const deletePreset = operation({
  route: ROUTES.deletePreset,
  summary: 'Delete a preset of one’s own',
  scopes: EITHER,
  path: named,
  responses: {
    204: { description: 'It is deleted' },
    404: { description: 'There is no such preset of yours' },
  },
});
