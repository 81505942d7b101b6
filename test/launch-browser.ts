import type { Browser } from 'playwright-core';

/** Flags under which the package's Chromium cannot open a second context. */
const LEFT_OUT = ['--single-process', '--no-zygote'];

/** Nothing that a browser does by itself on the network. */
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

/**
 * Starts the Chromium that comes as a package. It brings its own libraries, and unpacks them where it takes itself to be
 * in Lambda: so nothing need be installed on the machine.
 */
export const launchBrowser = async (): Promise<Browser> => {
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x'; // read when the package is imported
  const [{ default: chromium }, { chromium: playwright }] = await Promise.all([
    import('@sparticuz/chromium'),
    import('playwright-core'),
  ]);
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [...chromium.args.filter((flag) => !LEFT_OUT.includes(flag)), ...QUIET],
  });
};
