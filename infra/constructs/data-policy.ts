import { RemovalPolicy } from 'aws-cdk-lib';
import type { Stage } from '../stages.ts';

/** What becomes of a resource that holds data when the stack lets go of it. */
export const removalPolicyOf = (stage: Stage): RemovalPolicy =>
  stage.data === 'kept' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
