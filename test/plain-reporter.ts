import type { Reporter, TestModule, Vitest } from 'vitest/node';

/** How many tests ended how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The tally as one line: `12 passed, 0 failed`, with `, 1 skipped` only when there are any. */
export const tallyLine = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;

/** How the tests ended. What fails outside of a test, such as a file that does not load, counts as one that failed. */
export const tallyOf = (modules: readonly TestModule[], unhandledErrors: readonly unknown[]): Tally => {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const suites = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const count = (...wanted: string[]) => states.filter((state) => wanted.includes(state)).length;
  return {
    passed: count('passed'),
    failed: count('failed') + suites.filter((suite) => suite.errors().length > 0).length + unhandledErrors.length,
    skipped: count('skipped', 'pending'),
  };
};

/** Every test that was skipped because it needs the local runtime, with the reason, in two lines each. */
const localOnlyLines = (modules: readonly TestModule[]): string[] =>
  modules.flatMap((module) =>
    [...module.children.allTests('skipped')].flatMap((test) => {
      const { needsLocalRuntime } = test.meta();
      if (needsLocalRuntime === undefined) return [];
      return [
        `skipped: ${module.relativeModuleId} > ${test.fullName}`,
        `  needs the local runtime: ${needsLocalRuntime}`,
      ];
    }),
  );

/** Ends a run with its tally as one plain line, which a program can read; what a stage cannot run is listed before. */
export class PlainReporter implements Reporter {
  private vitest: Vitest | undefined;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    for (const line of localOnlyLines(modules)) this.vitest?.logger.log(line);
    this.vitest?.logger.log(tallyLine(tallyOf(modules, unhandledErrors)));
  }
}
