import {
  atStakeText,
  recommendationName,
  severityText,
  subjectText,
} from '../../../lib/insights/view/recommendation-texts.ts';
import type { AnyRecommendation } from '../../../lib/insights/view/rules/finding-schema.ts';
import { type AnyRule, ruleOf } from '../../../lib/insights/view/rules/rule.ts';
import { RULES } from '../../../lib/insights/view/rules/rules.ts';
import { type Formats, UNKNOWN } from '../parts/formats.ts';
import { Heading } from '../parts/heading.tsx';
import { Scroll } from '../parts/parts.tsx';
import { Severity } from '../parts/severity.tsx';
import { customerTexts as texts } from './customer-texts.ts';

/** What to do for the customer, and the counts that say so, in the order in which it is to be read. */
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
    <Heading id="recommendations" title={texts.recommendations} meaning="recommendations" />
    {recommendations.length === 0 ? (
      <p class="note">{texts.noRecommendations}</p>
    ) : (
      <ol>
        {recommendations.map((one, index) => (
          <li key={`${one.id} ${one.subject.kind}`}>
            <Advice recommendation={one} formats={formats} rules={rules} place={index + 1} />
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
  place,
}: {
  recommendation: AnyRecommendation;
  formats: Formats;
  rules: readonly AnyRule[];
  place: number;
}) => {
  const { id, severity, atStake, problem, consider, links, subject, rows } = recommendation;
  const heading = `advice-${place}`;
  return (
    <article>
      <h3 id={heading}>
        <Severity severity={severity} name={recommendationName(id, rules)} />{' '}
        {rows.length > 1 ? texts.of(formats.count(rows.length), subject.kind) : <bdi>{subjectText(subject)}</bdi>}
      </h3>
      <p class="stake">{atStakeText(recommendation, formats.count(atStake), rules)}</p>
      <p class="problem">{problem}</p>
      {rows.length > 1 ? <Rows recommendation={recommendation} formats={formats} labelledBy={heading} /> : null}
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
        <p>
          <strong>{texts.stake}</strong> {ruleOf(rules, id).stake}
        </p>
        <p class="lead">
          <strong>{texts.evidence}</strong>
        </p>
        {rows.map((row) => (
          <Evidence
            key={JSON.stringify(row.subject)}
            title={rows.length > 1 ? subjectText(row.subject) : undefined}
            evidence={row.evidence}
            names={ruleOf(rules, id).evidenceNames}
            formats={formats}
          />
        ))}
      </details>
    </article>
  );
};

/** The workloads or products of which a recommendation says the same. */
const Rows = ({
  recommendation: { id, subject, rows },
  formats,
  labelledBy,
}: {
  recommendation: AnyRecommendation;
  formats: Formats;
  labelledBy: string;
}) => (
  <Scroll labelledBy={labelledBy}>
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">{texts.rowOf[subject.kind]}</th>
          <th scope="col">{texts.urgency}</th>
          <th scope="col" class="number">
            {texts.stake}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${id} ${JSON.stringify(row.subject)}`}>
            <th scope="row">
              <bdi>{subjectText(row.subject)}</bdi>
            </th>
            <td>{severityText(row.severity)}</td>
            <td class="number">{formats.count(row.atStake)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

const Evidence = ({
  title,
  evidence,
  names,
  formats,
}: {
  title: string | undefined;
  evidence: AnyRecommendation['evidence'];
  names: AnyRule['evidenceNames'];
  formats: Formats;
}) => (
  <>
    {title === undefined ? null : <p class="lead">{title}</p>}
    <dl class="evidence">
      {Object.entries(evidence).map(([name, value]) => (
        <div key={name}>
          <dt>{names[name]}</dt>
          <dd>{evidenceValue(name, value, formats)}</dd>
        </div>
      ))}
    </dl>
  </>
);

const evidenceValue = (name: string, value: string | number | null, formats: Formats): string => {
  if (value === null) return UNKNOWN;
  if (typeof value === 'string') return formats.shortDay(value);
  return /percent/iu.test(name) ? formats.percent(value) : formats.count(value);
};
