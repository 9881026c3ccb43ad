import { standardStreams } from '@sojourn/datamodel/streams';

/** Streams that stages derive from points; without them a run makes all of their entries again. */
export const resultKeys: readonly string[] = standardStreams.streams
  .filter(({ store, pattern }) => store === 'analysis' && pattern === undefined)
  .map(({ key }) => key)
  // Made when somebody asks, and stored nowhere.
  .filter((key) => !key.startsWith('metrics/'));
