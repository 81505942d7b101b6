import type { CustomerProfile, SeatsProfile, Trend } from './profile.ts';

const seats = (
  partNumber: string,
  quantity: number,
  assigned: Trend,
  more: Omit<SeatsProfile, 'partNumber' | 'quantity' | 'assigned'> = {},
): SeatsProfile => ({ partNumber, quantity, assigned, ...more });

const addOn = (partNumber: string, quantity: number, assigned: Trend, more: Partial<SeatsProfile> = {}): SeatsProfile =>
  seats(partNumber, quantity, assigned, { ...more, addOn: true });

const customer = (
  customerId: string,
  name: string,
  partners: readonly string[],
  more: Omit<CustomerProfile, 'customerId' | 'name' | 'partners' | 'seats'>,
  sold: readonly SeatsProfile[],
): CustomerProfile => ({ customerId, name, partners, seats: sold, ...more });

const NORTHWIND = ['northwind'];
const FABRIKAM = ['fabrikam'];
const PROSEWARE = ['proseware'];

/** Whom examples are about: the customer of the first partner for whom most is recommended. */
export const EXAMPLE_CUSTOMER = 'city-power-and-light';

/** The 40 customers of the sample portfolio. All companies are fictitious. The last one has a full history. */
export const CUSTOMERS: readonly CustomerProfile[] = [
  customer('contoso', 'Contoso Ltd', NORTHWIND, { usage: [0.78, 0.84], howToCases: 2 }, [
    seats('SPE_E3', 400, [350, 372], { renewsInDays: 210 }),
    addOn('DYN365_ENTERPRISE_SALES', 40, [36, 36], { usage: [0.7, 0.7] }),
    addOn('Microsoft_365_Copilot', 50, [12, 44], { usage: [0.35, 0.8], boughtDaysAgo: 75 }),
    // A second assistant, of which those who have both make less.
    addOn('chatgpt-enterprise', 30, [24, 28], { usage: [0.6, 0.4] }),
  ]),
  customer('adatum', 'A. Datum Corporation', NORTHWIND, { usage: [0.72, 0.72], howToCases: 3 }, [
    seats('ENTERPRISEPACK', 180, [160, 163]),
    addOn('POWER_BI_PRO', 20, [19, 19]),
    addOn('POWER_BI_STANDARD', 1_000_000, [31, 46]),
  ]),
  // A rollout that goes well, and makes people ask.
  customer('adventure-works', 'Adventure Works Cycles', NORTHWIND, { usage: [0.4, 0.88], howToCases: 24 }, [
    seats('SPB', 120, [48, 108], { renewsInDays: 300 }),
  ]),
  // Seasonal staff: seats are passed on, so that more people are active than there are seats.
  customer('alpine-ski-house', 'Alpine Ski House', NORTHWIND, { usage: [0.97, 0.97], turnover: 0.75, howToCases: 5 }, [
    seats('SPB', 45, [45, 45]),
  ]),
  customer('bellows-college', 'Bellows College', NORTHWIND, { usage: [0.62, 0.6], howToCases: 2 }, [
    seats('ENTERPRISEPACKPLUS_FACULTY', 90, [54, 56], { renewsInDays: 45 }),
  ]),
  // A new branch tries another product.
  customer('best-for-you-organics', 'Best For You Organics Company', NORTHWIND, { usage: [0.88, 0.88] }, [
    seats('O365_BUSINESS_PREMIUM', 28, [25, 26]),
    seats('SPB', 12, [0, 10], { isTrial: true, boughtDaysAgo: 24, renewsInDays: 6 }),
  ]),
  // People turn away from what was bought for them, and the renewal is near.
  customer('city-power-and-light', 'City Power & Light', NORTHWIND, { usage: [0.98, 0.36], howToCases: 4 }, [
    seats('ENTERPRISEPACK', 110, [104, 100], { renewsInDays: 72 }),
    seats('DESKLESSPACK', 40, [30, 30]),
  ]),
  customer('coho-vineyard', 'Coho Vineyard', NORTHWIND, { usage: [0.93, 0.95], howToCases: 12 }, [
    seats('O365_BUSINESS_ESSENTIALS', 15, [14, 15], { renewsInDays: 28 }),
  ]),
  // More people hold the product than seats were bought.
  customer('coho-winery', 'Coho Winery', NORTHWIND, { usage: [0.9, 0.94] }, [seats('SPB', 22, [22, 29])]),
  // Bought far too much.
  customer('consolidated-messenger', 'Consolidated Messenger', NORTHWIND, { usage: [0.5, 0.45], howToCases: 3 }, [
    seats('ENTERPRISEPACK', 80, [34, 34], { renewsInDays: 63 }),
  ]),
  customer('fourth-coffee', 'Fourth Coffee', NORTHWIND, { usage: [0.8, 0.8], unlicensed: 35, howToCases: 8 }, [
    seats('O365_BUSINESS_ESSENTIALS', 30, [28, 29]),
  ]),
  // One subscription was renewed, the other has run out while everybody goes on working.
  customer('graphic-design-institute', 'Graphic Design Institute', NORTHWIND, { usage: [0.9, 0.92] }, [
    seats('O365_BUSINESS_PREMIUM', 35, [35, 35]),
    seats('O365_BUSINESS_PREMIUM', 20, [18, 18], { lapsed: { state: 'grace', daysAgo: 17 } }),
  ]),
  customer('humongous-insurance', 'Humongous Insurance', NORTHWIND, { usage: [0.9, 0.87], howToCases: 1.5 }, [
    seats('ENTERPRISEPREMIUM', 140, [128, 130]),
    addOn('PROJECTPROFESSIONAL', 15, [12, 12]),
  ]),
  customer('lamna-healthcare', 'Lamna Healthcare', NORTHWIND, { usage: [0.46, 0.58], howToCases: 3.5 }, [
    seats('SPE_F1', 110, [80, 92]),
    seats('SPE_E3', 30, [28, 28]),
  ]),
  customer('libertys-bakery', "Liberty's Delightful Sinful Bakery & Cafe", NORTHWIND, { usage: [0.9, 0.9] }, [
    seats('O365_BUSINESS_ESSENTIALS', 6, [6, 6]),
  ]),
  // Seats are being taken back.
  customer('lucerne-publishing', 'Lucerne Publishing', NORTHWIND, { usage: [0.6, 0.76], howToCases: 4 }, [
    seats('SPB', 50, [50, 40]),
  ]),
  customer('margies-travel', "Margie's Travel", NORTHWIND, { usage: [0.8, 0.8], source: { silentSinceDaysAgo: 12 } }, [
    seats('SPB', 32, [28, 29]),
  ]),
  customer(
    'munsons-pickles',
    "Munson's Pickles and Preserves Farm",
    NORTHWIND,
    { usage: [0.75, 0.75], source: 'countsOnly' },
    [seats('O365_BUSINESS_PREMIUM', 40, [31, 33]), addOn('POWER_BI_PRO', 5, [4, 4])],
  ),
  customer('relecloud', 'Relecloud', ['northwind', 'fabrikam'], { usage: [0.9, 0.92], howToCases: 2 }, [
    seats('SPE_E5', 70, [66, 69]),
    addOn('DYN365_ENTERPRISE_SALES', 25, [20, 24], { seller: 'fabrikam', usage: [0.6, 0.9] }),
  ]),
  // Two partners sell the same product.
  customer('tailspin-toys', 'Tailspin Toys', ['northwind', 'fabrikam'], { usage: [0.85, 0.85], howToCases: 2.5 }, [
    seats('ENTERPRISEPACK', 50, [50, 50], { renewsInDays: 120 }),
    seats('ENTERPRISEPACK', 40, [32, 34], { seller: 'fabrikam', renewsInDays: 19 }),
  ]),
  customer('nod-publishers', 'Nod Publishers', FABRIKAM, { usage: [0.7, 0.7], source: 'none' }, [
    seats('ENTERPRISEPACK', 48, [38, 40]),
  ]),
  customer('school-of-fine-art', 'School of Fine Art', FABRIKAM, { usage: [0.9, 0.9] }, [
    seats('ENTERPRISEPACKPLUS_FACULTY', 24, [9, 9]),
  ]),
  customer('southridge-video', 'Southridge Video', FABRIKAM, { usage: [1, 1], howToCases: 6 }, [
    seats('SPB', 18, [18, 18]),
  ]),
  customer('the-phone-company', 'The Phone Company', FABRIKAM, { usage: [0.6, 0.62], howToCases: 2 }, [
    seats('STANDARDPACK', 80, [70, 72]),
    addOn('DYN365_ENTERPRISE_CUSTOMER_SERVICE', 75, [64, 70], { usage: [0.9, 0.95] }),
  ]),
  customer('trey-research', 'Trey Research', FABRIKAM, { usage: [0.95, 0.55], howToCases: 3 }, [
    seats('SPE_E5', 55, [42, 38], { renewsInDays: 38 }),
  ]),
  customer('vanarsdel', 'VanArsdel Ltd', FABRIKAM, { usage: [0.82, 0.86] }, [
    seats('O365_BUSINESS_PREMIUM', 24, [21, 22]),
    addOn('DYN365_BUSCENTRAL_ESSENTIAL', 20, [18, 19], { usage: [0.9, 0.9] }),
  ]),
  customer('wide-world-importers', 'Wide World Importers', FABRIKAM, { usage: [0.6, 0.78], howToCases: 4 }, [
    seats('SPE_E3', 130, [112, 117]),
    addOn('DYN365_SCM', 30, [24, 29], { usage: [0.4, 0.7] }),
  ]),
  // A trial beside what is paid for.
  customer('wingtip-toys', 'Wingtip Toys', FABRIKAM, { usage: [0.86, 0.86] }, [
    seats('SPB', 26, [24, 24]),
    addOn('DYN365_ENTERPRISE_SALES', 25, [0, 14], { isTrial: true, boughtDaysAgo: 20, renewsInDays: 10 }),
  ]),
  customer('woodgrove-bank', 'Woodgrove Bank', FABRIKAM, { usage: [0.93, 0.93], howToCases: 1 }, [
    seats('SPE_E5', 210, [204, 206]),
  ]),
  customer('litware', 'Litware, Inc.', FABRIKAM, { usage: [0.45, 0.52], howToCases: 3 }, [
    seats('SPB', 65, [20, 23], { renewsInDays: 20 }),
  ]),
  customer('blue-yonder-airlines', 'Blue Yonder Airlines', FABRIKAM, { usage: [0.6, 0.3], howToCases: 14 }, [
    seats('DESKLESSPACK', 160, [92, 88]),
  ]),
  customer('baldwin-museum', 'Baldwin Museum of Science', FABRIKAM, { usage: [0.12, 0.14] }, [
    seats('STANDARDPACK', 38, [30, 30], { renewsInDays: 84 }),
  ]),
  customer('parnell-aerospace', 'Parnell Aerospace', FABRIKAM, { usage: [0.8, 0.82], concealed: true }, [
    seats('SPE_E3', 44, [43, 44]),
  ]),
  customer('fincher-architects', 'Fincher Architects', FABRIKAM, { usage: [0.92, 0.92] }, [
    seats('SPB', 16, [15, 16]),
    addOn('VISIOCLIENT', 8, [8, 7]),
    addOn('PROJECTPROFESSIONAL', 5, [5, 5]),
    addOn('POWER_BI_STANDARD', 1_000_000, [6, 9]),
  ]),
  customer('first-up-consultants', 'First Up Consultants', FABRIKAM, { usage: [0.7, 0.95], startedDaysAgo: 6 }, [
    seats('SPB', 20, [4, 11], { boughtDaysAgo: 6, renewsInDays: 359 }),
  ]),
  customer('tasmanian-traders', 'Tasmanian Traders', PROSEWARE, { usage: [0.7, 0.72], howToCases: 4 }, [
    seats('O365_BUSINESS_ESSENTIALS', 20, [17, 17]),
    seats('O365_BUSINESS', 10, [8, 8]),
  ]),
  customer('terra-firm', 'Terra Firm', PROSEWARE, { usage: [0.35, 0.3] }, [seats('EXCHANGESTANDARD', 12, [12, 12])]),
  customer('cronus', 'Cronus International', ['proseware', 'fabrikam'], { usage: [0.8, 0.8], turnover: 0.2 }, [
    seats('SPB', 40, [36, 36]),
    addOn('DYN365_BUSCENTRAL_PREMIUM', 22, [20, 20], { seller: 'fabrikam', usage: [0.85, 0.6] }),
  ]),
  customer('zava', 'Zava Retail', PROSEWARE, { usage: [0.5, 0.66], howToCases: 5 }, [
    seats('O365_BUSINESS_PREMIUM', 36, [26, 30]),
    seats('STANDARDPACK', 12, [9, 9], { lapsed: { state: 'suspended', daysAgo: 30 } }),
  ]),
  // Bought without any partner.
  customer('boulder-innovations', 'Boulder Innovations', [], { usage: [0.75, 0.8] }, [
    seats('SPE_E3', 60, [46, 52]),
    seats('SPE_F1', 25, [15, 18]),
  ]),
];
