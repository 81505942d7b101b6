import type { StandingProblem } from '../../../lib/sources/managing/shown-source.ts';
import type { Formats } from '../parts/formats.ts';
import { UNKNOWN } from '../parts/formats.ts';
import { Status } from '../parts/parts.tsx';
import { FormToken } from '../site/layout.tsx';
import type { Visitor } from '../site/page.ts';
import type { ListedSource } from './listed-source.ts';
import { SOURCE_STATE_TEXTS, sourcesTexts as texts } from './sources-texts.ts';

/** The colour of a state repeats its words. */
const TONES: Readonly<Record<string, string>> = {
  ok: 'complete',
  new: 'waiting',
  collecting: 'running',
  waiting: 'waiting',
  older_than_stored: 'expired',
};

/** One source of a customer: how it stands, what is to be done, and the buttons of who may. */
export const CustomerRow = ({
  listed: { source, customerName },
  visitor,
  formats,
}: {
  listed: ListedSource;
  /** `undefined` of somebody who may only look. */
  visitor: Visitor | undefined;
  formats: Formats;
}) => {
  const { customerId, name, state, remedy, consentLink, lastCollectedAt, dataThrough, stale, problems } = source;
  const path = `/sources/${encodeURIComponent(name)}/customers/${encodeURIComponent(customerId)}`;
  const called = customerName ?? customerId;
  return (
    <tr>
      <th scope="row">
        <a href={`/customers/${encodeURIComponent(customerId)}`}>
          <bdi>{called}</bdi>
        </a>
        <span class="about"> {name}</span>
      </th>
      <td class="remedy">
        <Status status={TONES[state] ?? 'failed'}>{SOURCE_STATE_TEXTS[state]}</Status>
        {state === 'ok' || state === 'new' ? null : <p class="note">{remedy}</p>}
        {consentLink === undefined ? null : (
          <p class="note">
            {texts.consent}: <code>{consentLink}</code>
          </p>
        )}
        {problems.map((problem) => (
          <Problem
            key={problem.item}
            problem={problem}
            path={path}
            visitor={visitor}
            formats={formats}
            worst={remedy}
          />
        ))}
      </td>
      <td>{lastCollectedAt === undefined ? UNKNOWN : formats.time(lastCollectedAt)}</td>
      <td>
        {dataThrough === undefined ? UNKNOWN : formats.shortDay(dataThrough)}
        {stale ? <span class="about"> {texts.stale}</span> : null}
      </td>
      <td>{formats.time(source.nextCollectionAt)}</td>
      <td>
        {visitor ? (
          <form method="post" action={`${path}/collections`}>
            <FormToken visitor={visitor} />
            <button type="submit" aria-label={texts.collectFrom(`${called}, ${name}`)}>
              {texts.collect}
            </button>
          </form>
        ) : null}
      </td>
    </tr>
  );
};

const PAIRS = [
  ['storedHolders', 'namedHolders'],
  ['storedHoldings', 'keptHoldings'],
  ['storedSeats', 'keptSeats'],
] as const;

const Problem = ({
  problem: { item, kind, state, remedy, importId, counts = {}, canTake },
  path,
  visitor,
  formats,
  worst,
}: {
  problem: StandingProblem;
  path: string;
  visitor: Visitor | undefined;
  formats: Formats;
  /** What is said already. */
  worst: string;
}) => (
  <div class="problem">
    <p class="note">
      <code>{kind}</code> {SOURCE_STATE_TEXTS[state]}. {remedy === worst ? null : remedy}{' '}
      {PAIRS.map(([before, after]) =>
        counts[before] === undefined ? null : (
          <span key={before}>{texts.before(formats.count(counts[before]), formats.count(counts[after] ?? 0))} </span>
        ),
      )}
      {importId === undefined ? null : <a href={`/imports/${encodeURIComponent(importId)}`}>{texts.import}</a>}
    </p>
    {canTake && visitor && importId !== undefined ? (
      <form method="post" action={`${path}/held-files/${encodeURIComponent(importId)}`}>
        <FormToken visitor={visitor} />
        <button type="submit" aria-label={`${texts.take}: ${item}`}>
          {texts.take}
        </button>
      </form>
    ) : null}
  </div>
);
