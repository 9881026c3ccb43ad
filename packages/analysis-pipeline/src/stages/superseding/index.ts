export { derivedStreams } from './derived-streams.js';
export { reconcile } from './reconcile.js';
export { RevisedView } from './revised-view.js';
export {
  continuedFrom,
  furtherSupersededNeeds,
  type Superseded,
  supersededNeeds,
  supersededOf,
} from './superseded.js';
