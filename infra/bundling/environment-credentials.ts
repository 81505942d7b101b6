import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

const CHAIN = /[\\/]@aws-sdk[\\/]credential-provider-node[\\/]dist-es[\\/]index\.js$/;

/**
 * Puts the credentials of the environment, where Lambda leaves those of the function's role
 * (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html), in the place of the SDK's chain of providers:
 * profiles, SSO, web identities and metadata services would be a fifth of a bundle, and have nothing to give there. The
 * bundling fails when there is no such chain to replace any more.
 */
export const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup: (build) => {
    let isReplaced = false;
    build.onLoad({ filter: CHAIN }, ({ path }) => {
      isReplaced = true;
      return {
        contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
        resolveDir: dirname(path),
      };
    });
    build.onEnd(({ errors }) =>
      isReplaced || errors.length > 0
        ? {}
        : {
            errors: [
              { text: `The SDK has its chain of credentials no longer at ${CHAIN.source}: look where it is now.` },
            ],
          },
    );
  },
};
