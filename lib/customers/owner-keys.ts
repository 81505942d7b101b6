/** The partition that holds everything known of a customer's licences. */
export const customerOwner = (customerId: string): string => `customer#${customerId}`;

/** The partition of a partner: its own record and the list of its members. */
export const partnerOwner = (partnerId: string): string => `partner#${partnerId}`;
