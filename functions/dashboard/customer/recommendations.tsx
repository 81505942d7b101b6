import type { AnyRecommendation } from '../../../lib/insights/view/rules/finding-schema.ts';
import { type AnyRule, ruleOf } from '../../../lib/insights/view/rules/rule.ts';
import { RULES } from '../../../lib/insights/view/rules/rules.ts';
import { type Formats, UNKNOWN } from '../parts/formats.ts';
import { aboutText, recommendationName } from '../parts/recommendation-texts.ts';
import { customerTexts as texts } from './customer-texts.ts';

/** What to do for the customer, and the counts that say so. What most is at stake in comes first and is unfolded. */
export const CustomerRecommendations = ({
  recommendations,
  formats,
  rules = RULES,
}: {
  recommendations: readonly AnyRecommendation[];
  formats: Formats;
  /** Where their names are looked up. */
  rules?: readonly AnyRule[];
}) => (
  <section aria-labelledby="recommendations" class="recommendations">
    <h2 id="recommendations">{texts.recommendations}</h2>
    {recommendations.length === 0 ? (
      <p class="note">{texts.noRecommendations}</p>
    ) : (
      <ol>
        {recommendations.map((one) => (
          <li key={`${one.id} ${subjectOf(one)}`}>
            <Advice recommendation={one} formats={formats} rules={rules} />
          </li>
        ))}
      </ol>
    )}
  </section>
);

const Advice = ({
  recommendation,
  formats,
  rules,
}: {
  recommendation: AnyRecommendation;
  formats: Formats;
  rules: readonly AnyRule[];
}) => {
  const { id, severity, atStake, problem, consider, links } = recommendation;
  return (
    <article>
      <h3>
        <span class={`severity ${severity}`}>{recommendationName(id, rules)}</span> {subjectOf(recommendation)}
      </h3>
      <p class="stake">{texts.atStake(formats.count(atStake))}</p>
      <p class="problem">{problem}</p>
      <details>
        <summary>{texts.whatToDo}</summary>
        <p>
          <strong>{texts.consider}</strong> {consider}
        </p>
        <p class="lead">
          <strong>{texts.try}</strong>
        </p>
        <ul>
          {recommendation.try.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
        {links.length === 0 ? null : (
          <p>
            <strong>{texts.readMore}</strong>{' '}
            {links.map(({ title, url }) => (
              <a key={url} href={url} rel="noreferrer">
                {title}
              </a>
            ))}
          </p>
        )}
        <p class="lead">
          <strong>{texts.evidence}</strong>
        </p>
        <Evidence evidence={recommendation.evidence} names={ruleOf(rules, id).evidenceNames} formats={formats} />
      </details>
    </article>
  );
};

const Evidence = ({
  evidence,
  names,
  formats,
}: {
  evidence: AnyRecommendation['evidence'];
  names: AnyRule['evidenceNames'];
  formats: Formats;
}) => (
  <dl class="evidence">
    {Object.entries(evidence).map(([name, value]) => (
      <div key={name}>
        <dt>{names[name]}</dt>
        <dd>{evidenceValue(name, value, formats)}</dd>
      </div>
    ))}
  </dl>
);

const evidenceValue = (name: string, value: string | number | null, formats: Formats): string => {
  if (value === null) return UNKNOWN;
  if (typeof value === 'string') return formats.shortDay(value);
  return /percent/iu.test(name) ? formats.percent(value) : formats.count(value);
};

/** What a recommendation is about: a workload, a product, or the customer as a whole. */
const subjectOf = ({ subject }: AnyRecommendation): string => {
  if (subject.kind === 'customer') return '';
  return subject.kind === 'workload' ? aboutText(subject.workload) : subject.name;
};
