import { expect, test } from 'vitest';
import { readInviteOptions } from '../../../infra/operate/invite-options.ts';

const EMAIL = ['--email', 'ana@acme.example'];

test('a person is given what somebody needs who looks after a portfolio', () => {
  expect(readInviteOptions([...EMAIL, '--partner', 'acme', '-c', 'stage=prod', '--profile', 'vendor'])).toEqual({
    stage: { context: ['stage=prod'], profile: 'vendor' },
    request: {
      kind: 'invite',
      who: { kind: 'person', email: 'ana@acme.example' },
      rights: { partnerId: 'acme', scopes: ['insights:read', 'exports:write'] },
      resend: false,
    },
  });
});

test.each([
  [['--partner', 'acme'], 'Who? Name one of --email, --program and --subject.'],
  [[...EMAIL, '--program', 'feed', '--operator'], 'Who? Name one of --email, --program and --subject.'],
  [EMAIL, 'What? Name one of --partner, --operator, --lost-phone and --leaving.'],
  [[...EMAIL, '--partner', 'acme', '--operator'], 'What? Name one of'],
  [['--program', 'feed', '--partner', 'acme'], 'Say what it may do: --scopes'],
  [['--program', 'feed', '--lost-phone'], 'Only a person has a phone'],
  [['--program', 'feed', '--operator', '--resend'], 'Only a person gets a mail'],
  [[...EMAIL, '--operator', '--create-partner', 'Acme'], '--create-partner goes with --partner.'],
  [[...EMAIL, '--partner', 'a b'], '--partner cannot be "a b": an id has 1 to 64'],
  [[...EMAIL, '--partner', 'direct'], '"direct" stands for seats that no partner sold'],
  [[...EMAIL, '--partner', 'acme', '--scopes', 'insights:write'], '--scopes cannot be "insights:write"'],
  [['--email', 'ana', '--operator'], '--email cannot be "ana"'],
  [[...EMAIL, '--opperator'], "Unknown option '--opperator'"],
])('%j is refused with what to write', (args, said) => {
  expect(() => readInviteOptions(args)).toThrow(said);
});
