import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take longest, the longest first: begun last, one of them would go on alone at the end. */
const longest = [
  'timeseries-service/src/crash/kill.test.ts',
  'webapp/src/browser/pages.test.ts',
  'bench/src/index.test.ts',
  'analysis-pipeline/src/service/kill.test.ts',
  'cli/src/commands/up.test.ts',
  'cli/src/round-trip/real-day.test.ts',
  'timeseries-service/src/crash/migration-kill.test.ts',
];

/** The longest files first, also where no run before this one has left times. */
export class TestOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = longest.findIndex((file) => moduleId.endsWith(file));
      return place === -1 ? longest.length : place;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}
