import { RULES } from '../../insights/view/rules/rules.ts';
import { type PortfolioRow, portfolioRow } from '../../portfolio/generation/generation.ts';

/**
 * Reads a line of a generation. What this release wrote is looked at only where reports look, since the whole schema takes
 * longer than everything else that becomes of a row; any other line is read by the schema, which fills in what earlier
 * releases did not write. Throws when the line is not a customer.
 */
export const parseRow = (text: string): PortfolioRow => {
  const row: unknown = JSON.parse(text);
  return isOfThisRelease(row) ? row : portfolioRow.parse(row);
};

type Fields = Readonly<Record<string, unknown>>;
type Check = (fields: Fields) => boolean;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const areAll = (list: unknown, check: Check): boolean =>
  Array.isArray(list) && list.every((one: unknown) => isFields(one) && check(one));

const isIn = (value: unknown, check: Check): boolean => isFields(value) && check(value);

const isCustomer: Check = ({ customerId, name, asOf }) =>
  typeof customerId === 'string' && typeof name === 'string' && typeof asOf === 'string';

const isSource: Check = ({ source, dataThrough }) => typeof source === 'string' && dataThrough !== undefined;

/** With what came to products and workloads in later releases. */
const isProduct: Check = ({ sku, family, graceEndsOn, onGrace, restsOn }) =>
  typeof sku === 'string' &&
  typeof family === 'string' &&
  graceEndsOn !== undefined &&
  onGrace !== undefined &&
  Array.isArray(restsOn);

const isWorkload: Check = ({ family, workload, heardDays, basis }) =>
  typeof family === 'string' && typeof workload === 'string' && heardDays !== undefined && basis !== undefined;

const isProductWorkload: Check = ({ sku, workload }) => typeof sku === 'string' && typeof workload === 'string';

/** The names of what each rule's findings rest on. */
const EVIDENCE = new Map<unknown, readonly string[]>(
  RULES.map(({ id, evidenceNames }) => [id, Object.keys(evidenceNames)]),
);

const isFinding: Check = ({ id, severity, subject, atStake, evidence }) =>
  typeof severity === 'string' &&
  typeof atStake === 'number' &&
  isIn(
    subject,
    ({ kind, workload, name }) => kind === 'customer' || typeof (kind === 'workload' ? workload : name) === 'string',
  ) &&
  isIn(evidence, (values) => EVIDENCE.get(id)?.every((name) => values[name] !== undefined) ?? false);

const isOfThisRelease = (row: unknown): row is PortfolioRow =>
  isIn(
    row,
    ({ deployment, usage, sources, findings, ...customer }) =>
      isCustomer(customer) &&
      areAll(sources, isSource) &&
      isIn(deployment, ({ products }) => areAll(products, isProduct)) &&
      isIn(
        usage,
        ({ workloads, productWorkloads }) =>
          areAll(workloads, isWorkload) && areAll(productWorkloads, isProductWorkload),
      ) &&
      areAll(findings, isFinding),
  );
