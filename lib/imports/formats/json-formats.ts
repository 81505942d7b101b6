/** A JSON answer that can be imported: how it is fetched, and how it is told from the others. */
interface JsonFormat {
  /** The call whose answer the file is. */
  readonly call: string;
  /** The property that holds the items. */
  readonly list: 'value' | 'items';
  /** Sets of properties: an item that has all of one set is of this format. */
  readonly signs: readonly (readonly string[])[];
}

/** The formats by their kind of import. No item has the signs of two. */
export const JSON_FORMATS = {
  'graph.subscribedSkus': { call: 'GET /v1.0/subscribedSkus', list: 'value', signs: [['skuId', 'prepaidUnits']] },
  'graph.directorySubscriptions': {
    call: 'GET /v1.0/directory/subscriptions',
    list: 'value',
    signs: [['skuId', 'totalLicenses']],
  },
  'graph.users': {
    call: 'GET /v1.0/users?$select=id,userPrincipalName,accountEnabled,assignedLicenses,licenseAssignmentStates',
    list: 'value',
    signs: [['assignedLicenses'], ['licenseAssignmentStates'], ['userPrincipalName', 'displayName']],
  },
  'partnerCenter.subscriptions': {
    call: 'GET /v1/customers/{customer-tenant-id}/subscriptions',
    list: 'items',
    signs: [
      ['quantity', 'unitType'],
      ['quantity', 'offerId'],
      ['quantity', 'offerName'],
    ],
  },
} as const satisfies Readonly<Record<string, JsonFormat>>;

export type JsonFormatName = keyof typeof JSON_FORMATS;

const FORMATS: readonly (readonly [string, JsonFormat])[] = Object.entries(JSON_FORMATS);

/** How many items at the beginning of a file tell what it is. */
const LOOKED_AT = 20;

/**
 * The kind of import that the first items look like, when they look like another one than was asked for and none of
 * them like that; `undefined` otherwise.
 */
export const foreignFormat = (items: readonly unknown[], wanted: JsonFormatName): string | undefined => {
  const first = items.slice(0, LOOKED_AT);
  const looksLike = ({ signs }: JsonFormat): boolean =>
    first.some((item) => isObject(item) && signs.some((set) => set.every((name) => Object.hasOwn(item, name))));
  if (looksLike(JSON_FORMATS[wanted])) return undefined;
  return FORMATS.find(([, format]) => looksLike(format))?.[0];
};

const isObject = (item: unknown): item is object => typeof item === 'object' && item !== null;
