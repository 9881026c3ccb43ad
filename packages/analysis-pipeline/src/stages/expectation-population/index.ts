export {
  type CollectionMode,
  type Expectation,
  type ExpectationRule,
  type Notification,
  type Schedule,
  standardExpectations,
} from './configuration.js';
export { expectationPopulation } from './expectation-population.js';
