import type { Recommendation } from '../../../lib/insights/view/finding.ts';
import { type Formats, UNKNOWN } from '../parts/formats.ts';
import { aboutText, RECOMMENDATION_NAMES } from '../parts/recommendation-texts.ts';
import { customerTexts as texts } from './customer-texts.ts';
import { EVIDENCE_NAMES, type EvidenceName } from './names.ts';

/** What to do for the customer, and the counts that say so. What most is at stake in comes first and is unfolded. */
export const CustomerRecommendations = ({
  recommendations,
  formats,
}: {
  recommendations: readonly Recommendation[];
  formats: Formats;
}) => (
  <section aria-labelledby="recommendations" class="recommendations">
    <h2 id="recommendations">{texts.recommendations}</h2>
    {recommendations.length === 0 ? (
      <p class="note">{texts.noRecommendations}</p>
    ) : (
      <ol>
        {recommendations.map((one) => (
          <li key={`${one.id} ${subjectOf(one)}`}>
            <Advice recommendation={one} formats={formats} />
          </li>
        ))}
      </ol>
    )}
  </section>
);

const Advice = ({ recommendation, formats }: { recommendation: Recommendation; formats: Formats }) => {
  const { id, severity, atStake, problem, consider, links } = recommendation;
  return (
    <article>
      <h3>
        <span class={`severity ${severity}`}>{RECOMMENDATION_NAMES[id]}</span> {subjectOf(recommendation)}
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
        <Evidence evidence={recommendation.evidence} formats={formats} />
      </details>
    </article>
  );
};

const Evidence = ({ evidence, formats }: { evidence: Recommendation['evidence']; formats: Formats }) => (
  <dl class="evidence">
    {/* Which names there are is checked by the type of their table; entries() forgets it. */}
    {(Object.entries(evidence) as [EvidenceName, string | number | null][]).map(([name, value]) => (
      <div key={name}>
        <dt>{EVIDENCE_NAMES[name]}</dt>
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
const subjectOf = ({ subject }: Recommendation): string => {
  if (subject.kind === 'customer') return '';
  return subject.kind === 'workload' ? aboutText(subject.workload) : subject.name;
};
