import * as z from 'zod';
import { matchesWildcard } from '../gate/wildcard.ts';
import type { Stack } from '../template/stack.ts';

const permission = z.strictObject({
  Action: z.literal('lambda:InvokeFunction'),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
});

/** Whether a service may invoke a function (by ARN) on behalf of a source. */
export type MayInvoke = (service: string, functionArn: string, sourceArn: string) => boolean;

/** Reads the functions' resource policies, the template's `AWS::Lambda::Permission`s. */
export const readInvokePermissions = (stack: Stack): MayInvoke => {
  const permissions = stack.ofType('AWS::Lambda::Permission', permission).map(({ properties }) => properties);
  return (service, functionArn, sourceArn) =>
    permissions.some(
      ({ Principal, FunctionName, SourceArn }) =>
        Principal === service &&
        (FunctionName === functionArn || functionArn.endsWith(`:function:${FunctionName}`)) &&
        (SourceArn === undefined || matchesWildcard(SourceArn, sourceArn)),
    );
};
