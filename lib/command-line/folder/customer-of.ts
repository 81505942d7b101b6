import { entityId } from '../../values/entity-id.ts';

/** `{customer}--{anything}`, as a file may be named. */
const NAMED = /^(?<customer>.+?)--/u;

/**
 * Whose file it is: by its own name, `{customer}--{anything}`; by the folder right around it; and of a file right in the
 * pushed folder, whose everything there is by `otherwise`, or by that folder's name. `undefined` where none is an id.
 */
export const customerOf = (path: string, folderName: string, otherwise?: string): string | undefined => {
  const steps = path.split('/');
  const byName = NAMED.exec(steps.at(-1) ?? '')?.groups?.customer;
  const name = byName ?? steps.at(-2) ?? otherwise ?? folderName;
  return entityId.safeParse(name).success ? name : undefined;
};
