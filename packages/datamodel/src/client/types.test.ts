import { describe, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { Entry } from '../entry.js';
import type {
  DecodedBody,
  DecodedQuery,
  DecodedResponse,
  internalRoutes,
  publicRoutes,
  RequestBody,
  RequestQuery,
  ResponseBody,
  referenceRoutes,
} from '../http/index.js';
import type { PersonClient, ServiceClient, SojournClient } from './index.js';

type Public = typeof publicRoutes;
type Reference = typeof referenceRoutes;
type Internal = typeof internalRoutes;
type Answer<Method extends (...given: never) => unknown> = Awaited<ReturnType<Method>>;

describe('what the client takes and gives', () => {
  it('is what the public routes take and give', () => {
    expectTypeOf<Parameters<SojournClient['countEntries']>[0]>().toEqualTypeOf<
      DecodedBody<Public['countEntries']>
    >();
    expectTypeOf<Parameters<SojournClient['unlock']>[0]>().toEqualTypeOf<DecodedBody<Public['unlock']>>();
    expectTypeOf<Parameters<SojournClient['makeTokens']>[0]>().toEqualTypeOf<
      DecodedBody<Public['makeTokens']>
    >();
    expectTypeOf<Answer<SojournClient['me']>>().toEqualTypeOf<DecodedResponse<Public['me']>>();
    expectTypeOf<Answer<SojournClient['streams']>>().toEqualTypeOf<
      DecodedResponse<Public['listStreams']>['streams']
    >();
    expectTypeOf<Answer<SojournClient['waiting']>>().toEqualTypeOf<
      DecodedResponse<Public['listWaiting']>['waiting']
    >();
    expectTypeOf<Answer<SojournClient['putUsercache']>>().toEqualTypeOf<
      DecodedResponse<Reference['usercachePut']>
    >();
    expectTypeOf<Answer<SojournClient['pipelineRange']>>().toEqualTypeOf<
      DecodedResponse<Reference['pipelineRange']>
    >();
    expectTypeOf<Answer<SojournClient['getProfile']>>().toEqualTypeOf<
      DecodedResponse<Reference['profileGet']>
    >();
  });

  it('is what the internal routes take and give', () => {
    expectTypeOf<Parameters<PersonClient['commit']>[0]>().toEqualTypeOf<
      DecodedBody<Internal['commitChanges']>
    >();
    expectTypeOf<Parameters<PersonClient['count']>[0]>().toEqualTypeOf<
      DecodedBody<Internal['countPersonEntries']>
    >();
    expectTypeOf<Parameters<PersonClient['changeCustody']>[0]>().toEqualTypeOf<
      DecodedBody<Internal['changeCustody']>
    >();
    expectTypeOf<Answer<PersonClient['acquireLease']>>().toEqualTypeOf<
      DecodedResponse<Internal['acquireLease']>
    >();
    expectTypeOf<Answer<PersonClient['summary']>>().toEqualTypeOf<DecodedResponse<Internal['getPerson']>>();
    expectTypeOf<Answer<PersonClient['states']>>().toEqualTypeOf<DecodedResponse<Internal['readStates']>>();
    expectTypeOf<Answer<ServiceClient['figures']>>().toEqualTypeOf<
      DecodedResponse<Internal['readFigures']>
    >();
  });

  it('differs between wire and program only where a codec converts', () => {
    expectTypeOf<RequestBody<Public['queryEntries']>>().toEqualTypeOf<DecodedBody<Public['queryEntries']>>();
    expectTypeOf<ResponseBody<Public['queryEntries']>>().toEqualTypeOf<
      DecodedResponse<Public['queryEntries']>
    >();
    expectTypeOf<RequestBody<Internal['commitChanges']>>().toEqualTypeOf<
      DecodedBody<Internal['commitChanges']>
    >();
    expectTypeOf<RequestQuery<Internal['releaseLease']>>().toEqualTypeOf<{ fence: string }>();
    expectTypeOf<DecodedQuery<Internal['releaseLease']>>().toEqualTypeOf<{ fence: number }>();
  });

  it('gives entries the type that the caller names', () => {
    type Trip = { start_ts: number; end_ts: number };
    const find = null as unknown as SojournClient['findEntries'];
    expectTypeOf(find<Trip>).returns.toEqualTypeOf<AsyncGenerator<Entry<Trip>>>();
    expectTypeOf<z.output<Public['queryEntries']['responseLine']>>().toEqualTypeOf<Entry>();
  });
});
