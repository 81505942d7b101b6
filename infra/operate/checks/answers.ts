import type { Stage } from '../../stages.ts';
import type { DeployedStack } from '../deployed-stack.ts';
import { error, type Finding, ok, warning } from '../findings.ts';
import { errorMessage } from '../run-command.ts';

const PATIENCE_MILLISECONDS = 10_000;

/** Whether the stage answers at the address that people and programs know, by the description of its API. */
export const checkAnswers = async ({ outputs }: DeployedStack, { domain }: Stage): Promise<Finding[]> => {
  const address = outputs.ApiUrl ?? '';
  try {
    const { status } = await fetch(new URL('/v1/openapi.json', address), {
      signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
    });
    return status === 200
      ? [ok(`${address} answers`)]
      : [error(`${address} answers ${status}`, 'See the log of describe-api in the CloudWatch console.')];
  } catch (cause) {
    const why = errorMessage(cause instanceof Error ? (cause.cause ?? cause) : cause);
    return domain
      ? [
          warning(
            `${address} does not answer (${why})`,
            `Add to its DNS, if it is not there: ${domain.name} CNAME ${outputs.DomainTarget}`,
          ),
        ]
      : [error(`${address} does not answer (${why})`, 'See whether this machine reaches the internet.')];
  }
};
