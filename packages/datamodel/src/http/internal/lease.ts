import { z } from 'zod';
import { wholeNumberText } from '../number-text.js';
import { defineRoute } from '../route.js';
import { personParams } from './person.js';

/** Seconds a lease lasts unless it is renewed. */
const leaseTtl = z.number().positive().max(3600);

/** The right to be the only one who runs the pipeline for a person. */
export const leaseShape = z.object({
  /** Fencing token: grows with every lease; a commit with an older one is refused. */
  fence: z.int().positive(),
  /** Unix seconds. */
  expires: z.number(),
  /** The person's sequence at that moment: whatever is read now goes at least up to it. */
  sequence: z.int().nonnegative(),
});
export type Lease = z.output<typeof leaseShape>;

/** Who asks for a lease, and for how long. */
export const leaseRequestShape = z.object({
  /** Who runs, for whoever wonders. */
  owner: z.string().min(1).max(256),
  ttl: leaseTtl,
});

export const acquireLease = defineRoute({
  id: 'acquireLease',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/lease',
  summary: 'Begin a run; 409 run-in-progress while another one lasts',
  caller: 'entries:write',
  idempotent: false,
  params: personParams,
  body: leaseRequestShape.extend({
    /** Seconds: a lease that has been held for longer is taken over, and its holder's commit will be refused. */
    heldFor: z.number().positive().optional(),
  }),
  response: leaseShape,
});

export const renewLease = defineRoute({
  id: 'renewLease',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/lease/renew',
  summary: 'Keep a lease; 409 lease-lost when it is gone',
  caller: 'entries:write',
  idempotent: true,
  params: personParams,
  body: z.object({ fence: z.int().positive(), ttl: leaseTtl }),
  response: leaseShape,
});

/** A lease that is gone already is no error. */
export const releaseLease = defineRoute({
  id: 'releaseLease',
  surface: 'internal',
  method: 'DELETE',
  path: '/v1/people/:person/lease',
  summary: 'Give a lease back',
  caller: 'entries:write',
  idempotent: true,
  params: personParams,
  query: z.object({ fence: wholeNumberText }),
  status: 204,
});
