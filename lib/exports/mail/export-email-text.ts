import { adviceLine } from './advice-line.ts';
import type { ExportEmail } from './email-content.ts';
import { emailTexts as texts } from './email-texts.ts';

/** The mail about an export as plain text. */
export const textOf = (email: ExportEmail): string =>
  [
    email.about,
    texts.asOf(email.asOf),
    '',
    ...figuresText(email),
    texts.pending(email.pending),
    texts.stale(email.headline?.staleCustomers ?? 0, email.ofOneCustomer),
    texts.partlyHeard(email.headline?.partlyHeardCustomers, email.ofOneCustomer),
    ...attentionText(email),
    '',
    `${texts.files}:`,
    ...email.files.flatMap(({ report, name, rows, bytes, url }) => [
      '',
      `${texts.reportNames[report]}: ${name} (${texts.fileFacts(rows, bytes)})`,
      url,
    ]),
    '',
    texts.validity(email.validUntil),
    '',
    `${texts.requestedBy(email.requestedBy)} ${texts.recipientReason(email.partnerName)}`,
    '',
  ]
    .filter((line) => line !== undefined)
    .join('\n');

const attentionText = ({ headline, ofOneCustomer }: ExportEmail): string[] => {
  const attention = headline?.attention ?? [];
  if (attention.length === 0) return [];
  return [
    '',
    `${texts.attention}:`,
    ...attention.map((one) => {
      const { title, about, facts } = adviceLine(one, ofOneCustomer);
      return `- ${[title, about].filter((text) => text !== '').join(', ')} (${facts})`;
    }),
  ];
};

const figuresText = ({ headline, ofOneCustomer }: ExportEmail): (string | undefined)[] =>
  headline === undefined
    ? []
    : [
        `${texts.deployment}: ${texts.percent(headline.deploymentPercent)} (${texts.deploymentCounts(headline.assigned, headline.sold)})`,
        texts.change(headline.deploymentPercent, headline.earlier?.deploymentPercent),
        texts.counted(headline.deploymentCounted, ofOneCustomer),
        `${texts.usage}: ${texts.percent(headline.usagePercent)} (${texts.usageCounts(headline.activeEntitlements, headline.qualified)})`,
        texts.change(headline.usagePercent, headline.earlier?.usagePercent),
        texts.counted(headline.usageCounted, ofOneCustomer),
      ];
