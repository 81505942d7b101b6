import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { MOST_LINKS, settings, statedSettings } from '../../lib/settings/settings.ts';
import { ROUTES } from './routes.ts';

const getSettings = operation({
  route: ROUTES.getSettings,
  summary: 'Read the settings in force',
  scopes: ['operator'],
  responses: { 200: { description: 'All settings, those that nobody set with their defaults.', schema: settings } },
});

const putSettings = operation({
  route: ROUTES.putSettings,
  summary: 'Replace the settings',
  description: `What is left out has its default again. A recommendation has at most ${MOST_LINKS} links. A change takes effect within a minute.`,
  scopes: ['operator'],
  body: statedSettings,
  responses: { 200: { description: 'The settings in force now.', schema: settings } },
});

export const operations = { getSettings, putSettings } satisfies OperationsOf<typeof ROUTES>;
