import {
  benchCodec,
  benchGateway,
  benchPeople,
  benchPhones,
  benchPipeline,
  benchScale,
  benchStore,
} from './index.js';

const progress = (line: string) => process.stderr.write(`${line}\n`);

const benchmarks: Readonly<Record<string, (options: object) => Promise<object>>> = {
  codec: (options) => benchCodec({ ...options, progress }),
  gateway: (options) => benchGateway({ ...options, report: progress }),
  people: (options) => benchPeople({ people: 10_000, ...options, progress }),
  phones: (options) => benchPhones({ ...options, progress }),
  pipeline: (options) => benchPipeline({ ...options, progress }),
  scale: (options) => benchScale({ ...options, progress }),
  store: (options) => benchStore({ ...options, progress }),
  // Only this one needs a browser.
  web: async (options) => (await import('@sojourn/webapp/bench')).benchWeb({ ...options, progress }),
};

// Usage: main.js NAME [OPTIONS as JSON]. Prints the figures as one line of JSON.
const [name = '', options = '{}'] = process.argv.slice(2);
const benchmark = benchmarks[name];
if (benchmark === undefined) {
  progress(`Unknown benchmark "${name}". Known: ${Object.keys(benchmarks).join(', ')}.`);
  process.exit(2);
}
process.stdout.write(`${JSON.stringify(await benchmark(JSON.parse(options)))}\n`);
