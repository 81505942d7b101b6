import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions } from './bundle.ts';
import { SeatpulseStack } from './stack.ts';
import { stageNamed } from './stages.ts';

const bundles = await bundleFunctions();

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
new SeatpulseStack(app, stageNamed(String(app.node.tryGetContext('stage') ?? 'dev')), (name) => {
  const bundle = bundles.get(name);
  if (!bundle) throw new Error(`There is no functions/${name}/handler.ts`);
  return Code.fromAsset(bundle);
});
app.synth();
