import * as z from 'zod';
import { ignored } from '../template/ignored.ts';
import type { Stack } from '../template/stack.ts';

const versionProperties = z.strictObject({ FunctionName: z.string(), Description: ignored });
// Without a routing: an alias that shares calls out between versions is CodeDeploy's, for a time.
const aliasProperties = z.strictObject({
  FunctionName: z.string(),
  FunctionVersion: z.string(),
  Name: z.string(),
  Description: ignored,
});

/**
 * The functions' names by the ARNs of their aliases. Throws when an alias leads to a version that the template does not
 * publish: calls would end nowhere.
 */
export const readAliases = (stack: Stack): ReadonlyMap<string, string> => {
  const published = stack
    .ofType('AWS::Lambda::Version', versionProperties)
    .map(({ attribute, properties }) => `${properties.FunctionName}:${attribute('Version')}`);
  return new Map(
    stack.ofType('AWS::Lambda::Alias', aliasProperties).map(({ logicalId, ref, properties }) => {
      const { FunctionName, FunctionVersion } = properties;
      if (!published.includes(`${FunctionName}:${FunctionVersion}`))
        throw new Error(
          `The alias "${logicalId}" leads to ${FunctionName}:${FunctionVersion}, which is not published.`,
        );
      return [ref, FunctionName];
    }),
  );
};
