import type { StudyDocument } from '../../deployment/index.js';
import type { PutOutcome } from '../../timeseries/index.js';

/**
 * The answer to an upload. Phones take status 200 with nothing or with a JSON object, and drop what they
 * sent; so it is empty unless there is something to say.
 */
export function putAnswer(outcome: PutOutcome, configuration: StudyDocument | undefined): object | undefined {
  const answer = {
    ...quarantinedIn(outcome),
    ...(configuration === undefined ? {} : { deployment_config: configuration }),
  };
  return Object.keys(answer).length === 0 ? undefined : answer;
}

/** The answer to an upload of one entry. */
export function putoneAnswer(outcome: PutOutcome): object {
  return { putone: true, ...quarantinedIn(outcome) };
}

function quarantinedIn({ quarantined }: PutOutcome): object {
  return quarantined.length === 0 ? {} : { quarantined };
}
