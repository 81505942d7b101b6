import * as z from 'zod';

/** Licences (SPDX ids) that ask for their text to be kept and for nothing else: a package that is deployed has one of these. */
const DEPLOYED = ['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0'];

/** Tools may also be under licences that ask for changes to the tool itself to be given on: we change none and deploy none. */
const TOOLS = [...DEPLOYED, 'MPL-2.0'];

/** What is read of a CycloneDX document as `npm sbom` writes it. */
export const softwareBill = z.object({
  components: z.array(
    z.object({
      name: z.string(),
      version: z.string(),
      properties: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
      licenses: z
        .array(
          z.union([
            z.object({ license: z.object({ id: z.string().optional(), name: z.string().optional() }) }),
            z.object({ expression: z.string() }),
          ]),
        )
        .default([]),
    }),
  ),
});
type Component = z.output<typeof softwareBill>['components'][number];

/** The packages that may not be used under their licences, as `name@version (licence)`. */
export const forbiddenIn = ({ components }: z.output<typeof softwareBill>): string[] =>
  components
    .filter((component) => !isAllowed(licenceOf(component), isTool(component) ? TOOLS : DEPLOYED))
    .map((component) => `${component.name}@${component.version} (${licenceOf(component) || 'no licence'})`);

const isTool = ({ properties }: Component): boolean =>
  properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');

/** As an SPDX expression; several entries of one package all hold. */
const licenceOf = ({ licenses }: Component): string =>
  licenses
    .map((one) => ('expression' in one ? one.expression : (one.license.id ?? one.license.name ?? '')))
    .join(' AND ');

/**
 * Whether an SPDX expression without inner brackets can be met by the allowed licences; `AND` binds more tightly than
 * `OR` (SPDX specification, annex on licence expressions). What is written otherwise is not allowed.
 */
const isAllowed = (expression: string, allowed: readonly string[]): boolean => {
  const bare = /^\(([^()]*)\)$/u.exec(expression)?.[1] ?? expression;
  return bare.split(' OR ').some((choice) => choice.split(' AND ').every((id) => allowed.includes(id.trim())));
};
