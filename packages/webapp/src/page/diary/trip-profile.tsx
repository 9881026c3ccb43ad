import { area, curveMonotoneX, line } from 'd3-shape';
import { type PointerEvent, useMemo, useState } from 'react';
import { linearScale } from '../charts/index.js';
import { useLanguage } from '../language/index.js';
import { cssColour } from '../modes/index.js';
import type { Trip } from '../trips/index.js';
import { type ProfilePoint, profileOf } from './profile.js';

const WIDTH = 320;
const HEIGHT = 112;
const FOOT = 4;

/** Speed and elevation along a trip. The same figures are readable point by point. */
export function TripProfile({ trip }: { trip: Trip }) {
  const { messages, format } = useLanguage();
  const profile = useMemo(() => profileOf(trip), [trip]);
  const [at, setAt] = useState<ProfilePoint>();
  const drawing = useMemo(() => draw(profile), [profile]);
  if (!drawing) return null;

  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const distance = ((event.clientX - left) / width) * drawing.distance;
    setAt(
      profile.reduce((best, point) =>
        Math.abs(point.distance - distance) < Math.abs(best.distance - distance) ? point : best,
      ),
    );
  };
  const shown = at ?? drawing.fastest;
  return (
    <figure className="profile">
      <figcaption>
        <span>{messages.diary.profile}</span>
        <span className="quiet">
          {format.distance(shown.distance)} · {format.speed(shown.speed)}
          {shown.altitude !== undefined && ` · ${format.altitude(shown.altitude)}`}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${messages.diary.profile}: ${messages.diary.speed} ${format.speed(drawing.fastest.speed)}`}
        onPointerMove={follow}
        onPointerLeave={() => setAt(undefined)}
      >
        <path className="profile-elevation" d={drawing.elevation} />
        {drawing.speeds.map(({ mode, path }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: sections have no other order than their own
          <path key={index} className="profile-speed" d={path} stroke={cssColour(mode)} />
        ))}
        {at && (
          <line
            className="profile-cursor"
            x1={drawing.x(at.distance)}
            x2={drawing.x(at.distance)}
            y1={0}
            y2={HEIGHT}
          />
        )}
      </svg>
      <ul className="profile-key" aria-hidden="true">
        <li className="speed">{messages.diary.speed}</li>
        {drawing.elevation !== '' && <li className="elevation">{messages.diary.elevation}</li>}
      </ul>
    </figure>
  );
}

function draw(profile: readonly ProfilePoint[]) {
  const last = profile.at(-1);
  if (!last || profile.length < 3 || last.distance === 0) return undefined;
  const fastest = profile.reduce((best, point) => (point.speed > best.speed ? point : best));
  const altitudes = profile.flatMap(({ altitude }) => altitude ?? []);
  const x = linearScale([0, last.distance], [0, WIDTH]);
  const speed = linearScale([0, fastest.speed], [HEIGHT - FOOT, FOOT]);
  const altitude = linearScale(
    [Math.min(...altitudes), Math.max(...altitudes, Math.min(...altitudes) + 20)],
    [HEIGHT - 12, HEIGHT / 3],
  );
  const elevation = area<ProfilePoint>()
    .x((point) => x(point.distance))
    .y0(HEIGHT)
    .y1((point) => altitude(point.altitude!))
    .curve(curveMonotoneX);
  const speedLine = line<ProfilePoint>()
    .x((point) => x(point.distance))
    .y((point) => speed(point.speed))
    .curve(curveMonotoneX);
  return {
    x,
    fastest,
    distance: last.distance,
    elevation: elevation(profile.filter((point) => point.altitude !== undefined)) ?? '',
    speeds: runs(profile).map((points) => ({ mode: points[0]!.mode, path: speedLine(points) ?? '' })),
  };
}

/** Neighbouring points of the same mode; each run begins with the last point of the one before. */
function runs(profile: readonly ProfilePoint[]): ProfilePoint[][] {
  const parts: ProfilePoint[][] = [];
  for (const point of profile) {
    const current = parts.at(-1);
    if (current?.at(-1)?.mode === point.mode) current.push(point);
    else parts.push(current ? [{ ...current.at(-1)!, mode: point.mode }, point] : [point]);
  }
  return parts;
}
