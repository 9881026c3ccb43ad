import { useQuery } from '@tanstack/react-query';
import { api } from '../api/index.js';
import { type DayRange, secondsAround } from '../format/index.js';
import { useLanguage } from '../language/index.js';
import { HeatMapView } from '../map/index.js';
import { Answer } from '../ui/index.js';

/** Where all the travel was. */
export function OwnPlaces({ range }: { range: DayRange }) {
  const { messages } = useLanguage();
  const positions = useQuery({
    queryKey: ['heatmap', range],
    queryFn: ({ signal }) => api.heatmap(secondsAround(range), { signal }),
  });
  return (
    <section className="panel heat-panel">
      <h2>{messages.dashboard.places}</h2>
      <Answer query={positions} none={{ text: messages.diary.emptyHint, holds: ({ length }) => length > 0 }}>
        {(found) => <HeatMapView positions={found} label={messages.dashboard.places} />}
      </Answer>
    </section>
  );
}
