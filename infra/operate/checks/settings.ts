import { examplesIn, SETTINGS_FILE } from '../../installation.ts';
import type { Stage } from '../../stages.ts';
import { type Finding, ok, warning } from '../findings.ts';

/** Whether the settings of a stage, which are complete, are those of somebody who deploys it. */
export const checkSettings = (stage: Stage): Finding[] => {
  const found = [
    // Of prod they are refused before: see installation.ts.
    ...examplesIn(stage).map(([setting, value]) =>
      warning(`${setting} is still the example ${value}`, `Set ${stage.name}.${setting} in ${SETTINGS_FILE}.`),
    ),
    ...(stage.alarmEmail === undefined && stage.name === 'prod'
      ? [warning('Nobody is told of alarms', `Set ${stage.name}.alarmEmail in ${SETTINGS_FILE}.`)]
      : []),
    ...(stage.firstOperator === 'operator' && stage.identity.kind === 'oidc'
      ? [
          warning(
            'Whoever your issuer calls "operator" is an operator',
            `Set ${stage.name}.firstOperator in ${SETTINGS_FILE}: '' for nobody.`,
          ),
        ]
      : []),
  ];
  return found.length > 0 ? found : [ok(`The settings of ${stage.name} are complete`)];
};
