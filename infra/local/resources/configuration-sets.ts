import * as z from 'zod';
import { ignored } from '../template/ignored.ts';
import type { Stack } from '../template/stack.ts';

const setProperties = z.strictObject({
  Name: z.string().optional(),
  // Nobody's reputation is at stake here, and no address is held back.
  ReputationOptions: ignored,
  SuppressionOptions: ignored,
  Tags: ignored,
});
const destinationProperties = z.strictObject({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Name: z.string().optional(),
    Enabled: z.boolean().default(false),
    // SES v1 writes the types of events in lower case, v2 in capitals: CloudFormation takes both.
    MatchingEventTypes: z.array(z.enum(['bounce', 'complaint'], { error: 'only bounces and complaints are told of' })),
    EventBridgeDestination: z.strictObject({
      EventBusArn: z.string().endsWith(':event-bus/default', { error: 'only the default event bus is told' }),
    }),
  }),
});

/** The types of events that each configuration set tells the event bus, by the set's name. Throws on another destination. */
export const readConfigurationSets = (stack: Stack): ReadonlyMap<string, readonly string[]> => {
  const destinations = stack
    .ofType('AWS::SES::ConfigurationSetEventDestination', destinationProperties)
    .map(({ properties }) => properties)
    .filter(({ EventDestination }) => EventDestination.Enabled);
  return new Map(
    stack
      .ofType('AWS::SES::ConfigurationSet', setProperties)
      .map(({ ref }) => [
        ref,
        destinations
          .filter(({ ConfigurationSetName }) => ConfigurationSetName === ref)
          .flatMap(({ EventDestination }) => EventDestination.MatchingEventTypes),
      ]),
  );
};
