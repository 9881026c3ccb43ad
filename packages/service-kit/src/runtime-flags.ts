/**
 * Flags of Node for processes that serve data. Reading in bulk makes many objects that are dropped at once.
 * - With more room for young ones (MB) hardly any survives a collection, which saves a third of the time of a scan.
 * - What once lived long (a batch to import, blocks to merge) would make the engine put all later objects of the same
 *   code among the old ones, where they keep alive what they refer to: a scan then takes nearly twice as long.
 * - Buffers count as old at once, and most are dropped soon. Left to itself the engine lowers the limit for old ones with
 *   every collection that few objects survive, until that makes it mark everything several times a second; given where
 *   to begin (MB) and how far beyond what lives it may go (percent), it does not.
 */
export const runtimeFlags: readonly string[] = Object.freeze([
  '--max-semi-space-size=64',
  '--no-allocation-site-pretenuring',
  '--initial-old-space-size=128',
  '--heap-growing-percent=300',
]);
