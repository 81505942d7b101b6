import type { Installation } from '#installation';

/**
 * The settings of your deployment. Copy this file to the project's folder, where git ignores it:
 * `cp docs/examples/seatpulse.config.ts .`, and keep what differs from what the product comes with.
 * docs/deploying.md says what each setting means.
 */
export default {
  prod: {
    mailFrom: 'seatpulse@example.com',
    // 'domain' lets SES verify the domain of mailFrom; 'existing' where this account and region sends from it already.
    verifiedMailIdentity: 'domain',
    alarmEmail: 'operations@example.com',
    // The programs that call the API; each has a client of its own.
    identity: { kind: 'cognito', integrations: ['operations', 'feed'] },

    // An address of your own, with its certificate in the region of the deployment:
    // domain: { name: 'seatpulse.vendor.example', certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/…' },

    // With a quota of 1,000 concurrent executions:
    // atOnce: { runs: 2, recalculations: 50, publishes: 10, imports: 10, exports: 10 },
  },
} satisfies Installation;
