export { AggregateStore } from './aggregate-store.js';
export { type RefreshOptions, type RefreshResult, refreshAggregate } from './refresh.js';
