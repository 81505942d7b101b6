import * as z from 'zod';
import { chatgptUsers } from './chatgpt-users.ts';
import { claudeMembers } from './claude-members.ts';
import { claudeUserDays } from './claude-user-days.ts';
import { cursorDays } from './cursor-days.ts';
import { generic } from './generic.ts';
import { githubCopilotSeats } from './github-copilot-seats.ts';
import { githubCopilotUserDays } from './github-copilot-user-days.ts';
import type { SeatPreset } from './seat-preset.ts';
import { slackMemberDays } from './slack-member-days.ts';

/** Every file of seats whose columns this release knows, in the order in which they are offered. */
export const SEAT_PRESETS: readonly SeatPreset[] = [
  generic,
  githubCopilotSeats,
  githubCopilotUserDays,
  chatgptUsers,
  claudeMembers,
  claudeUserDays,
  slackMemberDays,
  cursorDays,
];

/** The name of a preset, of this release or stored. */
export const presetName = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/u, 'a preset has 1 to 64 lower-case letters, digits or hyphens')
  .meta({ id: 'SeatPresetName' });

/** The preset of this release that has the name. */
export const bundledPreset = (name: string): SeatPreset | undefined =>
  SEAT_PRESETS.find(({ preset }) => preset === name);
