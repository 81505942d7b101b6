import { expect, test } from 'vitest';
import type { FunctionGrant } from '../../../infra/local/iam/grants.ts';
import { grantComplaints } from '../../grants/grant-complaints.ts';

const grant = (action: string, isUsed: boolean): FunctionGrant => ({
  functionName: 'erase-data',
  action,
  resource: 'LicensingTable',
  partition: 'partner#*',
  isUsed,
});
const NAME = 'erase-data: dynamodb:DeleteItem on LicensingTable of partner#*';
const reason = { grants: /^erase-data: dynamodb:DeleteItem /u, reason: 'only when a customer goes' };

test('a grant that nothing used is complained about, unless a reason stands for it', () => {
  const grants = [grant('dynamodb:DeleteItem', false), grant('dynamodb:PutItem', true)];
  expect(grantComplaints(grants, [])).toEqual([`never used, and no reason says why it is granted: ${NAME}`]);
  expect(grantComplaints(grants, [reason])).toEqual([]);
});

test('a grant that one of several stacks used is used', () => {
  expect(grantComplaints([grant('dynamodb:DeleteItem', false), grant('dynamodb:DeleteItem', true)], [])).toEqual([]);
});

test('a grant that has a reason may be used', () => {
  expect(grantComplaints([grant('dynamodb:DeleteItem', true)], [reason])).toEqual([]);
});

test('a reason that stands for no grant is complained about', () => {
  expect(grantComplaints([grant('dynamodb:PutItem', true)], [reason])).toEqual([
    'there is no grant that this reason stands for: /^erase-data: dynamodb:DeleteItem /u (only when a customer goes)',
  ]);
});

test('a run that wrote nothing down proves nothing', () => {
  expect(grantComplaints([], [])).toEqual(['no grant was written down']);
});
