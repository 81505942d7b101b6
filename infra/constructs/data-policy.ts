import { RemovalPolicy } from 'aws-cdk-lib';
import type { Stage } from '../stages.ts';

/**
 * What becomes of a resource that holds data when the stack lets go of it. What a creation that failed has made holds
 * nothing yet and goes with it, so that the creation can be tried again.
 */
export const removalPolicyOf = (stage: Stage): RemovalPolicy =>
  stage.data === 'kept' ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
