import { LINK_DAYS } from '../../jobs/retention.ts';
import type { ExportReport } from '../job/export-job.ts';

const numberFormat = new Intl.NumberFormat('en-GB');
const percentFormat = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const pointsFormat = new Intl.NumberFormat('en-GB', {
  signDisplay: 'exceptZero',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

const UNKNOWN = 'not known';

const number = (count: number | null): string => (count === null ? UNKNOWN : numberFormat.format(count));
const percent = (value: number | null): string => (value === null ? UNKNOWN : `${percentFormat.format(value)} %`);
const day = (text: string): string => dayFormat.format(new Date(`${text}T00:00:00Z`));
const plural = (count: number, one: string, many: string): string => `${number(count)} ${count === 1 ? one : many}`;

const KILOBYTE = 1000;

const size = (bytes: number): string => {
  if (bytes < KILOBYTE) return plural(bytes, 'byte', 'bytes');
  const units = ['kB', 'MB', 'GB', 'TB'];
  const exponent = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  const value = bytes / KILOBYTE ** exponent;
  return `${value < 10 ? percentFormat.format(value) : numberFormat.format(Math.round(value))} ${units[exponent - 1]}`;
};

interface Counted {
  readonly members: number;
  readonly of: number;
}

/** Every text of the mail that brings an export, in English. Days and times are UTC. */
export const emailTexts = {
  brand: 'Seatpulse',
  subject: (about: string, asOf: string) => `Licence deployment and usage of ${about}, ${day(asOf)}`,
  preview: (deployment: number | null, usage: number | null) =>
    `Deployment ${percent(deployment)}, usage ${percent(usage)}. Your files are ready.`,
  asOf: (asOf: string) => `Licence deployment and usage as of ${day(asOf)}`,
  deployment: 'Deployment',
  usage: 'Usage',
  percent,
  deploymentCounts: (assigned: number | null, sold: number | null) =>
    `${number(assigned)} of ${number(sold)} sold seats are assigned`,
  usageCounts: (active: number | null, qualified: number | null) =>
    `${number(active)} of ${number(qualified)} sold seats were used in the last 28 days`,
  change: (now: number | null, before: number | null | undefined) =>
    now === null || before == null ? undefined : `${pointsFormat.format(now - before)} points in 28 days`,
  counted: ({ members, of }: Counted, ofOneCustomer: boolean) =>
    members === of
      ? undefined
      : `Counted over the ${number(members)} of ${ofOneCustomer ? plural(of, 'product', 'products') : plural(of, 'customer', 'customers')} whose figures are known.`,
  pending: (customers: number) =>
    customers === 0
      ? undefined
      : `${plural(customers, 'customer was', 'customers were')} not recalculated yet when this was made.`,
  stale: (customers: number, ofOneCustomer: boolean) =>
    customers === 0
      ? undefined
      : `${ofOneCustomer ? 'There are' : plural(customers, 'customer has', 'customers have')} figures from a source older than its limit; the files mark them as stale.`,
  partlyHeard: (customers: number | null | undefined, ofOneCustomer: boolean) =>
    customers
      ? `${ofOneCustomer ? 'Its' : `Of ${plural(customers, 'customer', 'customers')}, the`} activity is not heard of for all of the 28 days yet: people and usage there are at least what is shown.`
      : undefined,
  attention: 'Needs attention first',
  number,
  files: 'Your files',
  reportNames: {
    deployment: 'Deployment by product',
    usage: 'Usage by workload',
    'product-usage': 'Usage by product and workload',
    recommendations: 'Recommendations',
  } satisfies Record<ExportReport, string>,
  fileFacts: (rows: number, bytes: number) => `CSV, ${plural(rows, 'row', 'rows')}, ${size(bytes)}`,
  download: 'Download',
  validity: (validUntil: Date) =>
    `The links work for ${LINK_DAYS} days, until ${timeFormat.format(validUntil)} UTC, without signing in. Whoever has a link can open its file, so pass this mail on with care.`,
  requestedBy: (subject: string) => `This export was asked for by ${subject}.`,
  recipientReason: (partnerName: string) =>
    `You get it because ${partnerName} lists your address as a recipient of exports.`,
};
