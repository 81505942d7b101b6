import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { bundleFunctions } from './bundle.ts';
import { readInstallation, stageOf } from './installation.ts';
import { SeatpulseStack } from './stack.ts';

const app = new App();
const context = (key: string): string | undefined => app.node.tryGetContext(key);
const stage = stageOf(context('stage') ?? 'dev', await readInstallation(context('settings')));
const bundles = await bundleFunctions();

Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
new SeatpulseStack(
  app,
  // A creation that fails must be able to take back all that it made.
  context('deletionProtection') === 'off' ? { ...stage, deletionProtection: false } : stage,
  (name) => {
    const bundle = bundles.get(name);
    if (!bundle) throw new Error(`There is no functions/${name}/handler.ts`);
    return Code.fromAsset(bundle);
  },
);
app.synth();
