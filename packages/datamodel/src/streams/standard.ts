import { createStreamRegistry, type StreamRegistry } from '../registry.js';
import type { DataOf } from '../stream.js';
import { batteryStream } from './battery.js';
import { bluetoothStream } from './bluetooth.js';
import { appUiConfigStream, consentStream, sensorConfigStream, syncConfigStream } from './configuration.js';
import { evaluationSpecificationStream, evaluationTransitionStream } from './evaluation.js';
import { incidentStream } from './incident.js';
import { inferenceStreams } from './inference.js';
import { labelStreams } from './label.js';
import { filteredLocationStream, locationStream } from './location.js';
import { metricStreams } from './metric.js';
import { motionActivityStream } from './motion-activity.js';
import { phoneDocumentStreams } from './phone-document.js';
import { placeStreams } from './place.js';
import { recreatedLocationStream } from './recreated-location.js';
import { sectionStreams } from './section.js';
import { stateStreams } from './state.js';
import { statisticStreams } from './statistic.js';
import { stopStreams } from './stop.js';
import { demographicSurveyStream, surveyInputStreams } from './survey.js';
import { transitionStream } from './transition.js';
import { tripStreams, untrackedStreams } from './trip.js';

const all = [
  locationStream,
  filteredLocationStream,
  motionActivityStream,
  batteryStream,
  bluetoothStream,
  transitionStream,
  sensorConfigStream,
  syncConfigStream,
  consentStream,
  appUiConfigStream,
  evaluationSpecificationStream,
  ...statisticStreams,
  incidentStream,
  ...labelStreams,
  ...surveyInputStreams,
  demographicSurveyStream,
  evaluationTransitionStream,
  ...tripStreams,
  ...untrackedStreams,
  ...placeStreams,
  ...sectionStreams,
  ...stopStreams,
  recreatedLocationStream,
  ...inferenceStreams,
  ...metricStreams,
  ...stateStreams,
  ...phoneDocumentStreams,
] as const;

type AnyStandardStream = (typeof all)[number];

/** Payload type of every stream of the platform, by key. */
export type StandardData = { [S in AnyStandardStream as S['key']]: DataOf<S> };

/** Key of a stream of the platform. */
export type StandardKey = keyof StandardData;

/** Every stream of the platform. Register your own here, or in a registry of your own that starts with these. */
export const standardStreams: StreamRegistry = createStreamRegistry(all);
