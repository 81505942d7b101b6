import { Validations } from 'aws-cdk-lib';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, type IFunction, type IVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import type { ProductFunction } from './product-function.ts';

/** The alias of a function that callers reach. */
const LIVE = 'live';

/**
 * A tenth of the calls for ten minutes, then all: the alarms measure over five minutes, and what functions count
 * themselves comes some minutes late.
 */
const CANARY = LambdaDeploymentConfig.CANARY_10PERCENT_10MINUTES;

const CODE_DEPLOY_POLICY = 'service-role/AWSCodeDeployRoleForLambdaLimited';

/**
 * How callers come to the next version of a function: at once, or gradually where the stage says `canary`. Then CodeDeploy
 * watches the function's own alarm, and takes the deployment back when it rings; CloudFormation takes back the rest.
 */
export class Deployments extends Construct {
  private readonly gradual: { readonly application: LambdaApplication; readonly role: Role } | undefined;
  private readonly live = new Map<ProductFunction, IFunction>();

  constructor(scope: Construct, id: string, { deployment }: Stage) {
    super(scope, id);
    if (deployment === 'canary')
      this.gradual = { application: new LambdaApplication(this, 'Application'), role: roleIn(this) };
  }

  /** The alias that callers of the function are to be sent to. Throws when nothing would take a deployment back. */
  liveOf(target: ProductFunction): IFunction {
    const known = this.live.get(target);
    if (known) return known;
    // CDK's classes declare a role that may be undefined where its interfaces have one that may be left out.
    const version = target.lambda.currentVersion as IVersion;
    const alias = new Alias(target, 'Live', { aliasName: LIVE, version });
    if (this.gradual) {
      if (!target.errorsAlarm)
        throw new Error(`${target.folder} has no alarm on its errors: nothing would take back a deployment of it`);
      new LambdaDeploymentGroup(target, 'Deployment', {
        ...this.gradual,
        alias,
        deploymentConfig: CANARY,
        alarms: [target.errorsAlarm],
      });
    }
    const live = alias as IFunction; // for the same reason
    this.live.set(target, live);
    return live;
  }
}

/** One for all functions: what each group may do is the same policy of AWS. */
const roleIn = (scope: Construct): Role => {
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(CODE_DEPLOY_POLICY)],
  });
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${CODE_DEPLOY_POLICY}]`,
    reason:
      'AWS keeps in it what CodeDeploy needs to move an alias and to read alarms; only CodeDeploy takes on the role.',
  });
  return role;
};
