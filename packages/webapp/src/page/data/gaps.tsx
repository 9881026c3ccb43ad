import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../api/index.js';
import { useLanguage } from '../language/index.js';
import { readTrip, type Trip } from '../trips/index.js';
import { Answer } from '../ui/index.js';

/** Gaps that are listed; the rest is counted. */
const LISTED = 8;

/** Time that the phone did not record, the latest first. */
export function Gaps() {
  const { messages, format } = useLanguage();
  const gaps = useQuery({
    queryKey: ['gaps'],
    queryFn: async ({ signal }) => {
      const trips: Trip[] = [];
      const query = {
        keys: ['analysis/confirmed_untracked'],
        time: { field: 'data.start_ts' },
        descending: true,
      };
      for await (const entry of api.findEntries(query, { signal })) {
        const trip = readTrip(entry);
        if (trip) trips.push(trip);
      }
      return trips;
    },
  });
  return (
    <section className="panel">
      <h2>{messages.data.gaps}</h2>
      <Answer query={gaps} none={{ text: messages.data.noGaps, holds: ({ length }) => length > 0 }}>
        {(found) => (
          <>
            <p className="quiet">
              {messages.data.gapTotal(
                found.length,
                format.duration(found.reduce((sum, { duration }) => sum + duration, 0)),
              )}
            </p>
            <ul className="gap-list">
              {found.slice(0, LISTED).map(({ id, start, duration }) => (
                <li key={id}>
                  <Link to="/" search={{ day: start.day, trip: id }}>
                    {format.briefDate(start.day)}, {format.clock(start)}
                  </Link>
                  <span className="quiet">{format.duration(duration)}</span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Answer>
    </section>
  );
}
