export { type Battery, battery } from './battery.js';
export { type Bluetooth, beaconPair, bluetooth } from './bluetooth.js';
export { renderStreamCatalogue } from './catalogue.js';
export {
  type AppUiConfig,
  appUiConfig,
  type Consent,
  consent,
  type SensorConfig,
  type SyncConfig,
  sensorConfig,
  syncConfig,
} from './configuration.js';
export * from './enums.js';
export {
  type EvaluationSpecification,
  type EvaluationTransitionData,
  evaluationSpecification,
  evaluationTransition,
} from './evaluation.js';
export {
  anything,
  code,
  document,
  flag,
  formattedTime,
  localDateField,
  number,
  objectIdField,
  optionalText,
  pointField,
  quantity,
  text,
  timestamp,
} from './fields.js';
export { type Incident, incident } from './incident.js';
export {
  type LabelPrediction,
  labelPrediction,
  type ModeInferenceModel,
  type ModePrediction,
  modeInferenceModel,
  modePrediction,
  type Smoothing,
  smoothing,
  type TripModel,
  tripModel,
} from './inference.js';
export { type Label, label } from './label.js';
export { type Location, location, phoneLocation } from './location.js';
export { type Metric, metric } from './metric.js';
export { type MotionActivity, motionActivity } from './motion-activity.js';
export { phoneDocument } from './phone-document.js';
export {
  type CleanedPlace,
  type ConfirmedPlace,
  cleanedPlace,
  confirmedPlace,
  type Place,
  place,
} from './place.js';
export { type RecreatedLocation, recreatedLocation } from './recreated-location.js';
export {
  type CleanedSection,
  type ConfirmedSection,
  cleanedSection,
  confirmedSection,
  type InferredSection,
  inferredSection,
  type Section,
  section,
} from './section.js';
export { type StandardData, type StandardKey, standardStreams } from './standard.js';
export { type PipelineState, pipelineState, type StateDocument, stateDocument } from './state.js';
export { type Statistic, statistic } from './statistic.js';
export { type Stop, stop } from './stop.js';
export { type OneTimeSurvey, oneTimeSurvey, type SurveyInput, surveyInput } from './survey.js';
export { instant, interval, stay, writtenInstant } from './times.js';
export { type TrackingTransition, transition } from './transition.js';
export {
  type CleanedTrip,
  type CompositeTrip,
  type ConfirmedTrip,
  cleanedTrip,
  compositeTrip,
  confirmedTrip,
  type ExpectedTrip,
  expectedTrip,
  type InferredTrip,
  inferredTrip,
  type LabelGuess,
  labelGuess,
  type SectionSummary,
  sectionSummary,
  type Trip,
  trip,
  type UntrackedTime,
  untrackedTime,
} from './trip.js';
