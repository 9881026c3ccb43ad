export {
  type ApiDocument,
  type GeneratedRequest,
  type RequestOptions,
  requestsOf,
} from './documented-requests.js';
export { openSender, type Sender, type SentAnswer } from './send.js';
