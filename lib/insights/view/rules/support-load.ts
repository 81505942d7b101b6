import { percentOf } from '../../count/percent.ts';
import { THRESHOLDS } from '../../count/thresholds.ts';
import { isHeavier } from '../figures/support-load.ts';
import { count, customerSubject, percent } from './finding-schema.ts';
import { isFresh } from './fresh-sources.ts';
import { counted } from './numbers-in-words.ts';
import { defineRule } from './rule.ts';

/** Many how-to cases, and more per person than at three quarters of the portfolio's customers. */
export const supportLoad = defineRule({
  id: 'support-load',
  name: 'Many how-to questions',
  stake: 'How many questions there are beyond what is usual for so many people.',
  stakeUnit: ['question more than usual', 'questions more than usual'],
  subject: customerSubject,
  evidence: {
    howToCases: count,
    assignedPeople: count,
    casesPer100People: percent,
    /** What three quarters of the portfolio's customers do not exceed. */
    usualPer100People: percent,
  },
  evidenceNames: {
    howToCases: 'How-to questions',
    assignedPeople: 'People with a seat',
    casesPer100People: 'Questions per 100 people',
    usualPer100People: 'At three quarters of customers at most',
  },
  threshold: {
    description: 'How-to questions in the window from which it fires.',
    value: THRESHOLDS.howToCases,
    least: 1,
    most: 1_000_000,
    apart: [],
  },
  fires: (figures, _snapshot, { usualSupportLoad: usual }, thresholds) => {
    const { assignedPeople, sold } = figures.deployment;
    const howToCases = figures.supportCases?.['how-to'] ?? 0;
    if (!usual || !assignedPeople || sold === null || sold < THRESHOLDS.smallSampleSeats) return [];
    if (!isFresh(figures, 'supportCases') || !isFresh(figures, 'assignments')) return [];
    if (howToCases < thresholds.value || !isHeavier({ howToCases, assignedPeople }, usual)) return [];
    const isTwice = isHeavier({ howToCases, assignedPeople: assignedPeople * 2 }, usual);
    return [
      {
        id: 'support-load',
        severity: isTwice ? 'high' : 'medium',
        subject: { kind: 'customer' },
        atStake: Math.ceil(howToCases - (usual.howToCases * assignedPeople) / usual.assignedPeople),
        evidence: {
          howToCases,
          assignedPeople,
          casesPer100People: percentOf(howToCases, assignedPeople) ?? 0,
          usualPer100People: percentOf(usual.howToCases, usual.assignedPeople) ?? 0,
        },
      },
    ];
  },
  words: {
    problem: ({ evidence: { howToCases, assignedPeople, casesPer100People, usualPer100People } }) =>
      `${counted(howToCases, 'how-to question', 'how-to questions')} in 28 days from ${counted(assignedPeople, 'person', 'people')}: ${casesPer100People.toFixed(1)} per 100, more than at three quarters of your customers (${usualPer100People.toFixed(1)}).`,
    consider: 'Which questions come again and again, from whom, and did something change for them lately?',
    try: [
      'Offer a training on the most frequent questions, on site or online.',
      'Point to the self-service part of your support site: guides, videos, answers to common questions.',
      'Hold an open hour each week for some weeks, where people bring their questions together.',
    ],
  },
});
