export { type TrainingEnvironment, type TrainingResult, trainPerson } from './train-person.js';
