import { givenAccess, givenAssignments, givenCustomer, givenPartner, givenSeats, unique } from './given.ts';
import { call, recalculate } from './when.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';

/** A partner of three customers of Office 365 E3, with figures that can be counted by hand. */
export interface PortfolioOfThree {
  readonly partnerId: string;
  /** Whom a person signs in as to see it. */
  readonly subject: string;
  readonly token: string;
  /** The partner's only recipient of mails. */
  readonly recipient: string;
  /** 24 seats sold, 16 assigned, 10 of them used. */
  readonly contoso: string;
  /** 16 seats sold, 4 assigned, 1 of them used. */
  readonly bellows: string;
  /** 10 seats sold, 10 assigned, 9 of them used. */
  readonly adventure: string;
  /** Somebody of another partner. */
  readonly stranger: string;
}

/** 50 seats sold, 30 assigned, 20 used. */
export const givenPortfolioOfThree = async (): Promise<PortfolioOfThree> => {
  const recipient = `${unique('ana')}@partner.example`;
  const { partnerId, token, subject } = await givenPartner([recipient]);
  const customer = async (name: string, sold: number, assigned: number, active: number): Promise<string> => {
    const customerId = await givenCustomer([partnerId], name);
    await givenSeats(token, customerId, { ENTERPRISEPACK: sold });
    const users = Array.from({ length: assigned }, (_, at) => `user${at}@${customerId}.example`);
    await givenAssignments(token, customerId, E3, users, '2026-01-05');
    const workloads = ['exchange', 'sharepoint', 'onedrive', 'teams', 'officeapps', 'yammer'];
    const { status } = await call('POST /v1/activity', {
      token,
      body: {
        events: users.slice(0, active).flatMap((userId, at) =>
          ['exchange', 'teams'].map((workload) => ({
            customerId,
            userId,
            workload,
            occurredAt: `2026-03-0${(at % 8) + 1}T08:00:00Z`,
          })),
        ),
        coverage: [{ customerId, workloads, from: '2026-02-10', through: '2026-03-09' }],
      },
    });
    if (status !== 200) throw new Error(`The activity of ${customerId} was answered ${status}`);
    return customerId;
  };
  const contoso = await customer('Contoso', 24, 16, 10);
  const bellows = await customer('Bellows College', 16, 4, 1);
  const adventure = await customer('Adventure Works', 10, 10, 9);
  await recalculate(token);
  const other = await givenPartner();
  const { subject: stranger } = await givenAccess({ partnerId: other.partnerId, scopes: ['insights:read'] });
  return { partnerId, subject, token, recipient, contoso, bellows, adventure, stranger };
};
