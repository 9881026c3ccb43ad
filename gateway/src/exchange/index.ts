export { answer, answerProblem, endWhenRead } from './answer.js';
export { type CanonicalTarget, canonicalTarget } from './canonical-path.js';
export { createOriginReader, type Origin, type OriginReader } from './client-address.js';
export { onEnded } from './ended.js';
export type { Exchange, GatewayRequest, GatewayResponse } from './exchange.js';
export { type ProblemCode, problemJson, statusOf } from './problem.js';
export { type ForwardedAs, serviceHeaders } from './request-headers.js';
