import { createHash } from 'node:crypto';
import { drawn, guidOf, seedOf } from '../../sample/seeded.ts';
import { type Day, readDay } from '../day.ts';
import { type Plan, planOf } from './plans.ts';
import type { PlanProfile, Tenant } from './tenant.ts';

/** An account of a tenant. */
export interface Person {
  /** Which of the tenant's accounts, from 0. */
  readonly at: number;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly plans: readonly Plan[];
  /** Since when all of the plans are held. */
  readonly assignedOn: Day;
  /** Whether the licences come with a group, as those of one in four do. */
  readonly byGroup: boolean;
  /** From which all that the person does is drawn. */
  readonly seed: number;
}

const GIVEN =
  'Aino Bela Carmen Dario Edda Filip Greta Hakim Irena Jonas Kira Lucio Mona Nico Olga Pavel Rhea Simon Tessa Udo Vito Wanda Yara Zeno'.split(
    ' ',
  );
const FAMILY =
  'Albrecht Bakker Costa Duval Endo Fontana Gruber Hale Iqbal Jensen Kovac Lindt Marin Nowak Oduya Pinto Quist Rossi Sato Toth Urban Varga Weiss Yilmaz Zeman'.split(
    ' ',
  );

const FIRST_ASSIGNED = readDay('2024-01-08') ?? 0;
const ASSIGNED_WITHIN_DAYS = 600;
const MEMBERS_OF_GROUP = 4;
/** Spreads numbers that follow one another over all 32 bits. */
const SPREAD = 0x9e3779b1;

/** The account of a tenant at a place of its list. */
export const personAt = (tenant: Tenant, at: number): Person => {
  const seed = (seedOf(tenant.tenantId) + Math.imul(at + 1, SPREAD)) >>> 0;
  const given = GIVEN[at % GIVEN.length] ?? '';
  const family = FAMILY[Math.floor(at / GIVEN.length) % FAMILY.length] ?? '';
  const namesake = Math.floor(at / (GIVEN.length * FAMILY.length));
  const local = `${given}.${family}${namesake === 0 ? '' : namesake}`.toLowerCase();
  return {
    at,
    userPrincipalName: `${local}@${tenant.domain}`,
    displayName: `${given} ${family}`,
    plans: heldBy(tenant.plans, at),
    assignedOn: FIRST_ASSIGNED + Math.floor(drawn(seed, -1) * ASSIGNED_WITHIN_DAYS),
    byGroup: at % MEMBERS_OF_GROUP === 0,
    seed,
  };
};

/** All accounts of a tenant, one by one, so that none of them need be held. */
export function* peopleOf(tenant: Tenant): Generator<Person> {
  for (let at = 0; at < tenant.users; at += 1) yield personAt(tenant, at);
}

/** The plans that the account at a place holds: plans are handed out one after the other, and add-ons from the first on. */
const heldBy = (plans: readonly PlanProfile[], at: number): Plan[] => {
  const held: Plan[] = [];
  let taken = 0;
  for (const { partNumber, assigned, addOn = false } of plans) {
    const first = addOn ? 0 : taken;
    if (at >= first && at < first + assigned) held.push(planOf(partNumber));
    if (!addOn) taken += assigned;
  }
  return held;
};

/** The id of an account. */
export const idOf = ({ tenantId }: Tenant, { at }: Pick<Person, 'at'>): string =>
  guidOf(`account ${at} of ${tenantId}`);

/** What reports write in place of a name, where names are concealed. */
export const concealedName = (name: string): string => createHash('md5').update(name).digest('hex').toUpperCase();
