import {
  GetAccountCommand,
  GetEmailIdentityCommand,
  type GetEmailIdentityCommandOutput,
  NotFoundException,
  type SESv2Client,
} from '@aws-sdk/client-sesv2';
import type { Stage } from '../../stages.ts';
import { error, type Finding, hint, ok, warning } from '../findings.ts';

/** Where SES publishes its keys; some regions have a zone of their own. */
const USUAL_DKIM_ZONE = 'dkim.amazonses.com';

/** Whether SES sends what the stage mails. `isDeployed`: whether the stack, and with it its identity, stands already. */
export const checkMail = async (client: SESv2Client, stage: Stage, isDeployed: boolean): Promise<Finding[]> => [
  ...(await checkAccount(client)),
  ...(await checkIdentity(client, stage, isDeployed)),
];

const checkAccount = async (client: SESv2Client): Promise<Finding[]> => {
  const account = await client.send(new GetAccountCommand({}));
  if (account.SendingEnabled === false || account.EnforcementStatus === 'SHUTDOWN')
    return [error('SES does not send for this account', 'See why in the SES console, under Reputation metrics.')];
  const sandbox = account.ProductionAccessEnabled
    ? ok('SES sends to everybody')
    : warning(
        'SES is in its sandbox: only verified addresses get mail, 200 a day',
        'Ask for production access in the SES console; docs/deploying.md has the text.',
      );
  return account.EnforcementStatus === 'PROBATION'
    ? [sandbox, warning('SES has this account under review', 'See why in the SES console, under Reputation metrics.')]
    : [sandbox];
};

const checkIdentity = async (client: SESv2Client, stage: Stage, isDeployed: boolean): Promise<Finding[]> => {
  const { mailFrom, verifiedMailIdentity, name } = stage;
  const domain = mailFrom.slice(mailFrom.indexOf('@') + 1);
  if (verifiedMailIdentity === 'existing') {
    for (const one of [mailFrom, ...domainsAbove(domain)]) {
      const found = await readIdentity(client, one);
      if (found?.VerifiedForSendingStatus) return [ok(`SES sends from ${one}`), ...envelopeOf(one, found)];
    }
    return [
      error(
        `SES has no verified identity for ${mailFrom} in this region`,
        `Set ${name}.verifiedMailIdentity to 'domain' or 'address': then the stack makes one.`,
      ),
    ];
  }
  const identity = verifiedMailIdentity === 'domain' ? domain : mailFrom;
  const found = await readIdentity(client, identity);
  if (!found)
    return [
      isDeployed
        ? error(`SES has lost ${identity}`, 'Make it anew in the SES console.')
        : ok(`The stack makes ${identity} in SES`),
    ];
  if (!isDeployed)
    return [
      error(
        `SES has ${identity} already: a stack that makes it would fail`,
        `Set ${name}.verifiedMailIdentity to 'existing'.`,
      ),
    ];
  if (found.VerifiedForSendingStatus) return [ok(`SES sends from ${identity}`), ...envelopeOf(identity, found)];
  return [warning(`SES has not verified ${identity} yet: it sends no mail`, toVerify(identity, found))];
};

/** The domain and those above it: SES sends from what is below a verified one. */
const domainsAbove = (domain: string): string[] => {
  const parts = domain.split('.');
  return parts.slice(0, -1).map((_, at) => parts.slice(at).join('.'));
};

const readIdentity = async (
  client: SESv2Client,
  identity: string,
): Promise<GetEmailIdentityCommandOutput | undefined> => {
  try {
    return await client.send(new GetEmailIdentityCommand({ EmailIdentity: identity }));
  } catch (cause) {
    if (cause instanceof NotFoundException) return undefined;
    throw cause;
  }
};

const toVerify = (identity: string, { DkimAttributes: dkim }: GetEmailIdentityCommandOutput): string => {
  if (identity.includes('@')) return `Follow the link in the mail that AWS sent to ${identity}.`;
  const zone = dkim?.SigningHostedZone ?? USUAL_DKIM_ZONE;
  const records = (dkim?.Tokens ?? []).map((token) => `${token}._domainkey.${identity} CNAME ${token}.${zone}`);
  return ['Add to its DNS:', ...records].join('\n          ');
};

/** Without a MAIL FROM domain of its own, what checks SPF sees amazonses.com, and DMARC rests on DKIM alone. */
const envelopeOf = (identity: string, { MailFromAttributes: mailFrom }: GetEmailIdentityCommandOutput): Finding[] =>
  identity.includes('@') || mailFrom?.MailFromDomain
    ? []
    : [
        hint(
          `${identity} has no MAIL FROM domain: DMARC rests on DKIM alone`,
          `In the SES console set one, such as bounce.${identity}, and add the MX and TXT records that it shows.`,
        ),
      ];
