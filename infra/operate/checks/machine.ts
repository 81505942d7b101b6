import { error, type Finding, ok } from '../findings.ts';

const OLDEST_NODE = 24;

/** Whether this Node.js (its `process.versions.node`) runs the project. */
export const checkMachine = (nodeVersion: string): Finding[] =>
  Number(nodeVersion.split('.')[0]) >= OLDEST_NODE
    ? [ok(`Node.js ${nodeVersion}`)]
    : [
        error(
          `Node.js ${nodeVersion} is too old`,
          `Use Node.js ${OLDEST_NODE}: npm run uses the one that npm ci brings.`,
        ),
      ];
