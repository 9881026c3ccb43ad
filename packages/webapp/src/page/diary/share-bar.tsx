import { cssColour } from '../modes/index.js';
import type { ModeShare } from '../trips/index.js';

/** How much of a distance each mode has. The legend beside it says the same in words. */
export function ShareBar({ shares }: { shares: readonly ModeShare[] }) {
  return (
    <div className="share-bar" aria-hidden="true">
      {shares.map(({ mode, distance }) => (
        <span key={mode} style={{ flexGrow: Math.max(distance, 1), background: cssColour(mode) }} />
      ))}
    </div>
  );
}
