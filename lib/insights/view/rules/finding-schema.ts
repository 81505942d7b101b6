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

/** What is added when a finding is put into words. */
const words = {
  problem: z.string().meta({ description: 'What the figures show.' }),
  consider: z.string().meta({ description: 'What to find out before anything is done.' }),
  try: z.array(z.string()).meta({ description: 'What has been found to help.' }),
  links: z.array(z.object({ title: z.string(), url: z.url() })).meta({ description: 'As the operator set them.' }),
};

/** A finding of any rule, put into words. */
export type AnyRecommendation = AnyFinding & Readonly<z.infer<z.ZodObject<typeof words>>>;

const schemaWith = <
  Id extends string,
  About extends SubjectSchema,
  Evidence extends EvidenceShape,
  Words extends z.ZodRawShape,
>(
  id: Id,
  subject: About,
  evidence: Evidence,
  added: Words,
) =>
  z.object({
    id: z.literal(id),
    severity,
    subject,
    /** Seats × gap to the threshold, rounded up: what findings are ordered by. */
    atStake: count.meta({ description: 'In seats: how far the figure is from its threshold. The order of the list.' }),
    ...added,
    evidence: z.object(evidence),
  });

/** The two schemas of what a rule with this id, subject and evidence finds: without words, and put into words. */
export const schemasOf = <Id extends string, About extends SubjectSchema, Evidence extends EvidenceShape>(
  id: Id,
  subject: About,
  evidence: Evidence,
) => ({
  finding: schemaWith(id, subject, evidence, {}),
  recommendation: schemaWith(id, subject, evidence, words),
});
