import { expect, test } from 'vitest';
import { MEMORY_GB, PARTS } from '../../infra/operate/cost/unit-counts.ts';
import { at, functionName, listed, resourcesOf } from './template.ts';

test('the parts of prod that are paid for by the month are those that a bill counts', () => {
  const alarms = resourcesOf('prod', 'AWS::CloudWatch::Alarm');
  const metricsOf = ({ Properties }: (typeof alarms)[number]) =>
    Properties.Metrics === undefined ? 1 : listed(Properties.Metrics).filter((one) => at(one, 'MetricStat')).length;
  expect({
    alarmMetrics: alarms.reduce((sum, one) => sum + metricsOf(one), 0),
    queuesPolled: resourcesOf('prod', 'AWS::Lambda::EventSourceMapping').length,
    secrets: resourcesOf('prod', 'AWS::SecretsManager::Secret').length,
    keys: resourcesOf('prod', 'AWS::KMS::Key').length,
  }).toEqual(PARTS);
});

test('functions have the memory that a bill counts', () => {
  const memory = new Map(
    resourcesOf('prod', 'AWS::Lambda::Function').map((one) => [functionName(one), one.Properties.MemorySize]),
  );
  for (const name of ['ingest-activity', 'recalculate-customer', 'read-insights', 'write-export', 'authorize'])
    expect(memory.get(name)).toBe(MEMORY_GB.usual * 1024);
  expect(memory.get('publish-portfolio')).toBe(MEMORY_GB.publication * 1024);
});
