import { CfnOutput } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { removalPolicyOf } from './data-policy.ts';

/**
 * The address that mails come from, and the SES identity that stands for it, unless SES has one already; the DKIM records
 * of a domain are outputs. What becomes of the mails is told to the default event bus, which needs no policy for services
 * of its own account.
 */
export class MailSender extends Construct {
  readonly from: string;
  /** The name of the configuration set that mails are to be sent by. */
  readonly configurationSet: string;

  /** Throws when the stage's `mailFrom` is not an address. */
  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    const { mailFrom, verifiedMailIdentity } = stage;
    const domain = mailFrom.split('@')[1];
    if (!domain) throw new Error(`mailFrom "${mailFrom}" is not a mail address`);
    this.from = mailFrom;
    const sent = new ConfigurationSet(this, 'Sent', {
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    this.configurationSet = sent.configurationSetName;
    sent.addEventDestination('Returned', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT],
    });
    if (verifiedMailIdentity === 'existing') return;
    const identity = new EmailIdentity(this, 'Identity', {
      identity: verifiedMailIdentity === 'domain' ? Identity.domain(domain) : Identity.email(mailFrom),
    });
    identity.applyRemovalPolicy(removalPolicyOf(stage)); // others may send from it by then
    if (verifiedMailIdentity === 'domain')
      for (const [index, { name, value }] of identity.dkimRecords.entries()) {
        const output = `DkimRecord${index + 1}`;
        new CfnOutput(this, output, { value: `${name} CNAME ${value}` }).overrideLogicalId(output);
      }
  }
}
