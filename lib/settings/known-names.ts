import { type Catalogue, findProduct, knowsProducts } from '../catalogue/product.ts';
import { type Complaints, refuseLines } from '../problem/refuse-lines.ts';
import { revealed } from '../values/hidden-characters.ts';
import type { StoredSettings } from './settings.ts';

const namesIn = ({ recommendationRules: rules = {} }: StoredSettings, kind: 'workloads' | 'products') =>
  Object.entries(rules).flatMap(([id, rule]) =>
    Object.keys(rule?.[kind] ?? {}).map((name) => ({ name, pointer: `/recommendationRules/${id}/${kind}/${name}` })),
  );

/** Whether a catalogue has all workloads and products that settings name. */
export const knowsNames = (settings: StoredSettings, catalogue: Catalogue): boolean =>
  namesIn(settings, 'workloads').every(({ name }) => catalogue.workloads.has(name)) &&
  knowsProducts(
    catalogue,
    namesIn(settings, 'products').map(({ name }) => name),
  );

/** Throws a 400 problem that names every workload and product of the settings that the catalogue does not know: it would set nothing. */
export const requireKnownNames = (settings: StoredSettings, catalogue: Catalogue): void => {
  const unknownWorkloads: Complaints = namesIn(settings, 'workloads')
    .filter(({ name }) => !catalogue.workloads.has(name))
    .map(({ name, pointer }) => ({ pointer, message: `"${revealed(name)}" is no workload known here` }));
  const unknownProducts: Complaints = namesIn(settings, 'products')
    .filter(({ name }) => !findProduct(catalogue, name))
    .map(({ name, pointer }) => ({
      pointer,
      message: `"${revealed(name)}" is no product id or part number known here`,
    }));
  refuseLines({ unknown_workload: unknownWorkloads, unknown_sku: unknownProducts });
};
