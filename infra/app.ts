import { App, Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import cdk from '../cdk.json' with { type: 'json' };
import { bundleFunctions } from './bundle.ts';
import { readInstallation, stageOf } from './installation.ts';
import { SeatpulseStack } from './stack.ts';

// The flags of `cdk.json`, also where CDK's command line, which hands them on, is not in between.
const app = new App({ postCliContext: cdk.context });
const context = (key: string): string | undefined => app.node.tryGetContext(key);
const stage = await readInstallation(context('settings'))
  .then((installation) => stageOf(context('stage') ?? 'dev', installation))
  .catch((error: Error) => {
    process.stderr.write(`${error.message}\n`); // it says what to set: where it was thrown helps nobody
    process.exit(1);
  });
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
