import * as z from 'zod';

/** A count behind a finding. */
export const count = z.int().min(0);

/** A percentage behind a finding. */
export const percent = z
  .number()
  .min(0)
  .meta({ description: 'Rounded for reading; rules compare the counts themselves.' });

export const workloadSubject = z.object({ kind: z.literal('workload'), family: z.string(), workload: z.string() });
export const productSubject = z.object({ kind: z.literal('product'), sku: z.string(), name: z.string() });
export const subscriptionSubject = z.object({
  kind: z.literal('subscription'),
  subscriptionId: z.string(),
  sku: z.string(),
  name: z.string(),
});
export const customerSubject = z.object({ kind: z.literal('customer') });

/** What a finding may be about. */
type Subject =
  | z.infer<typeof workloadSubject>
  | z.infer<typeof productSubject>
  | z.infer<typeof subscriptionSubject>
  | z.infer<typeof customerSubject>;

/** How much it matters, and how soon. */
export const severity = z.enum(['high', 'medium', 'low']);

type EvidenceValue = number | string | null;

export type SubjectSchema = z.ZodType<Subject>;
export type EvidenceShape = Readonly<Record<string, z.ZodType<EvidenceValue>>>;

/** What a rule with this id, subject and evidence finds. */
export interface Found<Id extends string, About extends SubjectSchema, Evidence extends EvidenceShape> {
  id: Id;
  severity: z.infer<typeof severity>;
  subject: About['_zod']['output'];
  atStake: number;
  evidence: { [Name in keyof Evidence]: Evidence[Name]['_zod']['output'] };
}

/** What any rule may find: of an id, with whatever evidence. */
export interface AnyFinding {
  readonly id: string;
  readonly severity: z.infer<typeof severity>;
  readonly subject: Readonly<Subject>;
  readonly atStake: number;
  readonly evidence: Readonly<Record<string, EvidenceValue>>;
}

/** What is added when findings are put into words. */
const words = {
  problem: z.string().meta({ description: 'What the figures show.' }),
  consider: z.string().meta({ description: 'What to find out before anything is done.' }),
  try: z.array(z.string()).meta({ description: 'What has been found to help.' }),
  links: z.array(z.object({ title: z.string(), url: z.url() })).meta({ description: 'As the operator set them.' }),
};
type Words = Readonly<z.infer<z.ZodObject<typeof words>>>;

/** One of the findings that a recommendation is made of, with what it shows. */
type RowOf<Finding extends AnyFinding> = Finding extends AnyFinding
  ? Omit<Finding, 'id'> & { readonly problem: string }
  : never;

/**
 * Findings that say the same of several workloads or products, put into words as one recommendation: with the subject and
 * the evidence of the first, what is at stake in all, and a row for each.
 */
export type RecommendationOf<Finding extends AnyFinding> = Finding extends AnyFinding
  ? Finding & Words & { readonly rows: RowOf<Finding>[] }
  : never;

/** A recommendation of any rule. */
export type AnyRecommendation = RecommendationOf<AnyFinding>;

const AT_STAKE = 'In seats: how far the figure is from its threshold.';

/** The two schemas of what a rule with this id, subject and evidence finds: without words, and put into words. */
export const schemasOf = <Id extends string, About extends SubjectSchema, Evidence extends EvidenceShape>(
  id: Id,
  subject: About,
  evidence: Evidence,
) => {
  const finding = z.object({
    id: z.literal(id),
    severity,
    subject,
    /** Seats × gap to the threshold, rounded up: what findings are ordered by. */
    atStake: count.meta({ description: AT_STAKE }),
    evidence: z.object(evidence),
  });
  const row = finding.omit({ id: true }).extend({ problem: words.problem });
  return {
    finding,
    recommendation: z.object({
      id: z.literal(id),
      severity: severity.meta({ description: 'The highest of its rows.' }),
      subject: subject.meta({ description: 'What its first row is about.' }),
      atStake: count.meta({
        description: `${AT_STAKE} Of several rows: their sum; of workloads of one family, whose seats are the same, the most.`,
      }),
      ...words,
      evidence: z.object(evidence).meta({ description: 'That of its first row.' }),
      rows: z.array(row).min(1).meta({
        description: 'What it says, of each workload or product. What is most at stake comes first.',
      }),
    }),
  };
};
