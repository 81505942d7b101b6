import { aboutText, atStakeText, recommendationName, severityText } from '../../insights/view/recommendation-texts.ts';
import type { Attention } from '../../portfolio/generation/generation.ts';
import { emailTexts as texts } from './email-texts.ts';

/** A recommendation as one line of a mail: whose it is (left out in the mail about that customer), what, and how much. */
export const adviceLine = ({ name, recommendation }: Attention, ofOneCustomer: boolean) => {
  const { id, severity, atStake } = recommendation;
  const advice = recommendationName(id);
  const about = aboutText(recommendation);
  return {
    title: ofOneCustomer ? advice : name,
    about: ofOneCustomer ? about : [advice, about].filter((text) => text !== '').join(': '),
    facts: `${severityText(severity)}, ${atStakeText(recommendation, texts.number(atStake))}`,
  };
};
