import type { Moment } from '../format/index.js';
import { useLanguage } from '../language/index.js';

/** Time of which nothing is known. */
export function GapRow({ from, to }: { from: Moment; to: Moment }) {
  const { messages, format } = useLanguage();
  return (
    <div className="gap-row">
      <span className="thread dashed" aria-hidden="true" />
      <span>
        {messages.diary.gap}
        <span className="quiet">
          {format.clock(from)} – {format.clock(to)}
        </span>
      </span>
    </div>
  );
}
