import type { WaitingItem } from '@sojourn/datamodel/http';
import type { Waiting } from '../../timeseries/index.js';

/** What is waiting as a list for people: nothing that is empty, each with its reason. */
export function waitingItems(waiting: Waiting): WaitingItem[] {
  const { usercache, quarantine, inbox, lease, damage } = waiting;
  const items: WaitingItem[] = [
    {
      what: 'entries',
      why: lease ? 'run-in-progress' : 'run-due',
      count: usercache.count,
      since: usercache.since,
    },
    { what: 'sealed-entries', why: 'person-locked', count: inbox.count, since: inbox.since },
    ...Object.entries(quarantine.byCode).map(
      ([why, count]): WaitingItem => ({ what: 'quarantine', why, count, since: quarantine.since }),
    ),
    ...damage.map(({ code }): WaitingItem => ({ what: 'blocks', why: code, count: 1, since: null })),
  ];
  return items.filter(({ count }) => count !== 0);
}
