import { findUserNames } from '../../../lib/licensing/user-names-table.ts';
import type { Table } from '../../../lib/storage/table.ts';
import { SETTINGS_FILE } from '../../installation.ts';
import type { Stage } from '../../stages.ts';
import { error, type Finding, ok } from '../findings.ts';

/** Whether a stage that stands is set to name users as those that it holds are named: otherwise it takes no more of them. */
export const checkUserNames = async (
  licensing: Table,
  { name, pseudonymizeUsers }: Pick<Stage, 'name' | 'pseudonymizeUsers'>,
): Promise<Finding[]> => {
  const stored = await findUserNames(licensing);
  const set = pseudonymizeUsers ? 'pseudonyms' : 'own';
  const words = { own: 'their own names', pseudonyms: 'pseudonyms' };
  if (stored === undefined) return [ok(`Users will be stored by ${words[set]}`)];
  if (stored === set) return [ok(`Users are stored by ${words[set]}`)];
  return [
    error(
      `Users are stored by ${words[stored]}, and ${name} is set to store them by ${words[set]}: everything that names users is refused`,
      `Set ${name}.pseudonymizeUsers in ${SETTINGS_FILE} back to ${stored === 'pseudonyms'}, and deploy. It is chosen before the first data; docs/privacy.md says what is left.`,
    ),
  ];
};
