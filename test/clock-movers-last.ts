import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Runs the files that move the shared clock after all others: the stack's time only goes forward. */
export class ClockMoversLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const movesClock = ({ moduleId }: TestSpecification) => moduleId.includes('/moving-clock/');
    return [...sorted.filter((file) => !movesClock(file)), ...sorted.filter(movesClock)];
  }
}
