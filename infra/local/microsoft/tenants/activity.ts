import { drawn, seedOf } from '../../sample/seeded.ts';
import { isWeekend } from '../../sample/weekend.ts';
import type { Day } from '../day.ts';
import type { Person } from './people.ts';
import type { Workload } from './plans.ts';
import type { Tenant } from './tenant.ts';

/** How far back a last day of activity is looked for; who did nothing for longer never did anything. */
const LOOKED_BACK_DAYS = 120;

/** Which share of those who use their licence at all goes to a workload. */
const APPEAL: Readonly<Record<Workload, number>> = {
  exchange: 1,
  teams: 0.9,
  sharepoint: 0.7,
  onedrive: 0.6,
  yammer: 0.15,
  copilot: 0.75,
};

const RAREST = 0.15;
const MOST_OFTEN = 0.95;
const NOW_AND_THEN = 0.02;
/** Of all holders, those who look in now and then. */
const SHARE_OF_OCCASIONAL = 0.08;
const AT_WEEKENDS = 0.15;

const SEEDS = new Map<string, number>();
const seedFor = (person: Person, what: string): number => {
  const seed = SEEDS.get(what) ?? seedOf(what);
  SEEDS.set(what, seed);
  return (person.seed ^ seed) >>> 0;
};

/** On which share of working days somebody uses a workload; 0 for who has none of it, or never comes. */
const frequencyOf = (tenant: Tenant, person: Person, workload: Workload): number => {
  if (!person.plans.some(({ workloads }) => workloads.has(workload))) return 0;
  const regulars = tenant.usage * APPEAL[workload];
  const rank = drawn(seedFor(person, workload), -2);
  if (rank < regulars) return RAREST + (MOST_OFTEN - RAREST) * drawn(seedFor(person, workload), -3);
  return rank < regulars + SHARE_OF_OCCASIONAL ? NOW_AND_THEN : 0;
};

const showsOn = (frequency: number, seed: number, day: Day): boolean =>
  drawn(seed, day) < frequency * (isWeekend(day) ? AT_WEEKENDS : 1);

/** Whether somebody used a workload on a day. It depends on nothing else, so that all reports of all days agree. */
export const usedOn = (tenant: Tenant, person: Person, workload: Workload, day: Day): boolean =>
  showsOn(frequencyOf(tenant, person, workload), seedFor(person, workload), day);

/** The last day up to `day` on which somebody used a workload; undefined for never. */
export const lastUse = (tenant: Tenant, person: Person, workload: Workload, day: Day): Day | undefined => {
  const frequency = frequencyOf(tenant, person, workload);
  if (frequency === 0) return undefined;
  const seed = seedFor(person, workload);
  for (let one = day; one > day - LOOKED_BACK_DAYS; one -= 1) if (showsOn(frequency, seed, one)) return one;
  return undefined;
};

/** The parts of Microsoft 365 Copilot that its report tells apart, and how much of its use goes to each. */
const COPILOT_PARTS = {
  teams: 0.5,
  word: 0.3,
  excel: 0.15,
  powerpoint: 0.12,
  outlook: 0.4,
  onenote: 0.05,
  loop: 0.03,
  chatWork: 0.6,
  chatWeb: 0.2,
  app: 0.1,
  edge: 0.08,
  agent: 0.06,
} as const;
export type CopilotPart = keyof typeof COPILOT_PARTS;

/** Whether somebody used a part of Copilot on a day. On each day of Copilot it is one part at least: the work chat. */
export const usedPartOn = (tenant: Tenant, person: Person, part: CopilotPart, day: Day): boolean => {
  if (!usedOn(tenant, person, 'copilot', day)) return false;
  if (choosesPart(person, part, day)) return true;
  return part === 'chatWork' && !PARTS.some((other) => choosesPart(person, other, day));
};

const PARTS = Object.keys(COPILOT_PARTS) as CopilotPart[]; // Object.keys forgets the literal types

const choosesPart = (person: Person, part: CopilotPart, day: Day): boolean =>
  drawn(seedFor(person, `copilot ${part}`), day) < COPILOT_PARTS[part];

/** The last day up to `day` on which somebody used a part of Copilot; undefined for never. */
export const lastUseOfPart = (tenant: Tenant, person: Person, part: CopilotPart, day: Day): Day | undefined => {
  for (
    let one = lastUse(tenant, person, 'copilot', day);
    one !== undefined && one > day - LOOKED_BACK_DAYS;
    one = lastUse(tenant, person, 'copilot', one - 1)
  )
    if (usedPartOn(tenant, person, part, one)) return one;
  return undefined;
};

const MOST_PROMPTS = 20;

/** How many prompts somebody sent from a part of Copilot on a day. */
export const promptsOn = (tenant: Tenant, person: Person, part: CopilotPart, day: Day): number =>
  usedPartOn(tenant, person, part, day)
    ? 1 + Math.floor(drawn(seedFor(person, `prompts ${part}`), day) * MOST_PROMPTS)
    : 0;
