import { fallingUsage } from './falling-usage.ts';
import { idleSeats } from './idle-seats.ts';
import { lapsedInUse } from './lapsed-in-use.ts';
import { lowDeployment } from './low-deployment.ts';
import { lowUsage } from './low-usage.ts';
import { readyToGrow } from './ready-to-grow.ts';
import { renewalAtRisk } from './renewal-at-risk.ts';
import { supportLoad } from './support-load.ts';

/** Every rule, in the order in which the API and the pages list them. What a rule is stands in its file. */
export const RULES = [
  lowUsage,
  lowDeployment,
  supportLoad,
  fallingUsage,
  renewalAtRisk,
  lapsedInUse,
  readyToGrow,
  idleSeats,
] as const;
