import { test } from 'vitest';
import { isDeployed } from './deployed-environment.ts';
import { openDeployedStage } from './deployed-stage.ts';
import { openLocalStage } from './local-stage.ts';
import type { Stage } from './stage.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Why a test cannot run against a deployed stage. */
    readonly needsLocalRuntime?: string;
  }
}

let stage: Promise<Stage> | undefined;

/** The stage that the tests run against. */
export const theStage = (): Promise<Stage> => {
  stage ??= isDeployed ? openDeployedStage() : openLocalStage();
  return stage;
};

/**
 * Declares tests that only the local runtime can run, and why: the reason goes on from "needs the local runtime: ". Against
 * a deployed stage they are skipped, and listed with their reason when the run ends.
 */
export const needsLocalRuntime =
  (reason: string) =>
  (name: string, run: () => Promise<void>): void => {
    test(name, { skip: isDeployed, meta: { needsLocalRuntime: reason } }, run);
  };
