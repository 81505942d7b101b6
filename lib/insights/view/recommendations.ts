import { workloadName } from '../../catalogue/workload-names.ts';
import type { Finding, FindingOf, Recommendation } from './finding.ts';
import type { CustomerFigures, CustomerInsights } from './insights.ts';
import type { RecommendationId, RecommendationLinks } from './recommendation-ids.ts';

/** What is said of one kind of finding; the texts are ours, in English. */
interface Words<Id extends RecommendationId> {
  readonly problem: (finding: FindingOf<Id>) => string;
  readonly consider: string;
  readonly try: readonly string[];
}

const numbers = new Intl.NumberFormat('en-GB');
const count = (value: number, one: string, many: string): string =>
  `${numbers.format(value)} ${value === 1 ? one : many}`;
const percent = (value: number): string => `${value.toFixed(1)} %`;

const WORDS: { readonly [Id in RecommendationId]: Words<Id> } = {
  'low-usage': {
    problem: ({ subject, evidence: { active, seats, usagePercent, thresholdPercent } }) =>
      `${count(active, 'person uses', 'people use')} ${workloadName(subject.workload)} on ${count(seats, 'seat that contains', 'seats that contain')} it: ${percent(usagePercent)}, below the ${thresholdPercent} % at which a workload counts as deployed.`,
    consider:
      'Do people know what it would do for them in their own work, and do they use something else for it today?',
    try: [
      "Show two or three stories from the customer's own trade: who does what with it, and what that saves.",
      'Offer short trainings of half an hour, one task each, and videos of a few minutes to look up later.',
      'Win a few people in each team who use it first and help the others.',
    ],
  },
  'low-deployment': {
    problem: ({ subject, evidence: { assigned, sold, unassigned, deploymentPercent, neverAssigned } }) =>
      `${numbers.format(assigned)} of ${count(sold, 'seat', 'seats')} of ${subject.name} ${assigned === 1 ? 'is' : 'are'} assigned: ${percent(deploymentPercent)}. ${count(unassigned, 'seat is', 'seats are')} paid for and held by nobody${neverAssigned ? `, ${numbers.format(neverAssigned)} of them ever since the figures began` : ''}.`,
    consider:
      'Is a rollout under way, has it stopped half-way, or were seats bought ahead for people who have not come yet?',
    try: [
      'Agree on a date by which the remaining seats are handed out, and on who does it; assign by group where you can.',
      'Help with the first steps: an admin training, a plan of the rollout, a message that introduces the product to its users.',
      'If the seats will not be needed, say so before the next renewal; trust is worth more than idle seats.',
    ],
  },
  'support-load': {
    problem: ({ evidence: { howToCases, assignedPeople, casesPer100People, usualPer100People } }) =>
      `${count(howToCases, 'how-to question', 'how-to questions')} in 28 days from ${count(assignedPeople, 'person', 'people')}: ${casesPer100People.toFixed(1)} per 100, more than at three quarters of your customers (${usualPer100People.toFixed(1)}).`,
    consider: 'Which questions come again and again, from whom, and did something change for them lately?',
    try: [
      'Offer a training on the most frequent questions, on site or online.',
      'Point to the self-service part of your support site: guides, videos, answers to common questions.',
      'Hold an open hour each week for some weeks, where people bring their questions together.',
    ],
  },
  'falling-usage': {
    problem: ({ subject, evidence: { usagePercent, usagePercentEarlier, active, activeEarlier } }) =>
      `Usage of ${workloadName(subject.workload)} fell from ${percent(usagePercentEarlier)} to ${percent(usagePercent)} within 28 days: ${count(active, 'active person', 'active people')} instead of ${numbers.format(activeEarlier)}.`,
    consider:
      'Holidays, people who left, a move to another product, or trouble with the service? Have seats been added that are not handed out yet?',
    try: [
      'Call before you write: ask what changed, and for whom.',
      'Look at who stopped, by team, and offer help to that team first.',
      'If another product took over, talk about which of the two to keep.',
    ],
  },
  'renewal-at-risk': {
    problem: ({ subject, evidence: { renewsOn, days, quantity, usagePercent } }) =>
      `${count(quantity, 'seat', 'seats')} of ${subject.name} ${quantity === 1 ? 'renews' : 'renew'} on ${renewsOn}${days === 0 ? '' : `, in ${count(days, 'day', 'days')}`}, and ${percent(usagePercent)} of the sold seats are used.`,
    consider: 'Will the customer renew seats that few people use, and would fewer seats or another product fit better?',
    try: [
      'Bring these figures to the customer before the notice period ends, with a proposal of your own.',
      'Combine the renewal with an offer to raise usage: stories from similar companies, short trainings, a review after two months.',
      'Propose the number of seats that the people who work with it need, and a way to add more.',
    ],
  },
  'ready-to-grow': {
    problem: ({ subject, evidence }) =>
      subject.kind === 'product'
        ? `${subject.name} is nearly full and well used: ${numbers.format(evidence.assigned ?? 0)} of ${count(evidence.sold, 'seat', 'seats')} assigned, ${percent(evidence.usagePercent)} of them used.`
        : `${count(evidence.beyondSeats, 'more person uses', 'more people use')} ${workloadName(subject.workload)} than there are qualified seats, turnover left out.`,
    consider:
      'Are there people who wait for a seat, teams that do not have the product yet, or a larger one that would fit?',
    try: [
      'Ask who else would use it, and offer the seats before they are missed.',
      'Offer trainings for the next step: advanced use, or what the larger product adds.',
      'Where people work on trial, lapsed or missing seats, put that in order together first.',
    ],
  },
  'idle-seats': {
    problem: ({ subject, evidence: { idle, assigned, idlePercent } }) =>
      `${count(idle, 'person who has', 'people who have')} held ${subject.name} for over 30 days did not use it in the last 28: ${percent(idlePercent)} of the ${count(assigned, 'seat', 'seats')} assigned.`,
    consider: 'Have these people left, are they away, or did nobody ever show them what it is for?',
    try: [
      'Go through the list with the customer: take back the seats of people who left or do not need them.',
      'Give the seats to people who wait for one before new ones are bought.',
      'Invite the others to a short introduction with an example from their own work.',
    ],
  },
};

const inWords = <Id extends RecommendationId>(finding: FindingOf<Id>, words: Words<Id>) => ({
  problem: words.problem(finding),
  consider: words.consider,
  try: [...words.try],
});

/** A finding put into words, with the operator's links. */
export const recommendationOf = (finding: Finding, links: RecommendationLinks): Recommendation => ({
  ...finding,
  // The table has the words of each kind under its own id, which the compiler cannot follow through the union.
  ...inWords(finding, WORDS[finding.id] as unknown as Words<typeof finding.id>),
  links: [...(links[finding.id] ?? [])],
});

/** A customer's figures with their findings put into words. */
export const insightsOf = (
  { findings, ...figures }: CustomerFigures,
  links: RecommendationLinks,
): CustomerInsights => ({
  ...figures,
  recommendations: findings.map((finding) => recommendationOf(finding, links)),
});
