import type { ImportKind } from './import-kind.ts';

/** Microsoft Graph, `GET /v1.0/users` with the licences in `$select`. */
export const graphUsers = {
  kind: 'graph.users',
  form: 'userList',
  name: 'Users and their licences',
  note: 'Who holds what, directly or by a group. JSON: Graph’s answer to GET /users.',
  signs: {
    call: 'GET /v1.0/users?$select=id,userPrincipalName,accountEnabled,assignedLicenses,licenseAssignmentStates',
    list: 'value',
    properties: [['assignedLicenses'], ['licenseAssignmentStates'], ['userPrincipalName', 'displayName']],
  },
} as const satisfies ImportKind;
