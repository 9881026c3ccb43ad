import { area, curveMonotoneX, line } from 'd3-shape';
import { type PointerEvent, useEffect, useMemo, useState } from 'react';
import { linearScale } from '../charts/index.js';
import type { Format } from '../format/index.js';
import { type Messages, useLanguage } from '../language/index.js';
import { cssColour } from '../modes/index.js';
import type { Position, Trip } from '../trips/index.js';
import { type ProfilePoint, profileOf } from './profile.js';

const WIDTH = 320;
const HEIGHT = 112;
const FOOT = 4;

interface TripProfileProps {
  readonly trip: Trip;
  /** Called with where on the map the point is that is looked at. */
  onMark(position: Position | undefined): void;
}

/** Speed and elevation along a trip; pointer and arrow keys go from point to point, here and on the map. */
export function TripProfile({ trip, onMark }: TripProfileProps) {
  const { messages, format } = useLanguage();
  const profile = useMemo(() => profileOf(trip), [trip]);
  const [index, setIndex] = useState<number>();
  const drawing = useMemo(() => draw(profile), [profile]);
  const at = index === undefined ? undefined : profile[index];
  useEffect(() => {
    onMark(at?.position);
    return () => onMark(undefined);
  }, [at, onMark]);
  if (!drawing) return null;

  const follow = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setIndex(nearest(profile, ((event.clientX - left) / width) * drawing.distance));
  };
  return (
    <figure className="profile">
      <figcaption>
        <span>{messages.diary.profile}</span>
        <span className="quiet">
          {at ? textOf(at, format) : overviewOf(drawing.fastest, drawing.heights, messages, format)}
        </span>
      </figcaption>
      <div className="profile-chart" onPointerMove={follow} onPointerLeave={() => setIndex(undefined)}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <path className="profile-elevation" d={drawing.elevation} />
          {drawing.speeds.map(({ mode, path }, run) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: sections have no other order than their own
            <path key={run} className="profile-speed" d={path} stroke={cssColour(mode)} />
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
        <input
          type="range"
          min={0}
          max={profile.length - 1}
          value={index ?? 0}
          aria-label={messages.diary.profile}
          aria-valuetext={textOf(at ?? profile[0]!, format)}
          onChange={({ currentTarget }) => setIndex(Number(currentTarget.value))}
          onBlur={() => setIndex(undefined)}
        />
      </div>
      <ul className="profile-key" aria-hidden="true">
        <li className="speed">{messages.diary.speed}</li>
        {drawing.elevation !== '' && <li className="elevation">{messages.diary.elevation}</li>}
      </ul>
    </figure>
  );
}

/** What holds at one point. */
function textOf({ distance, speed, altitude }: ProfilePoint, format: Format): string {
  const height = altitude === undefined ? '' : ` · ${format.altitude(altitude)}`;
  return `${format.distance(distance)} · ${format.speed(speed)}${height}`;
}

/** What holds for the whole trip. */
function overviewOf(
  { speed }: ProfilePoint,
  heights: readonly [number, number] | undefined,
  messages: Messages,
  format: Format,
): string {
  const most = messages.diary.upTo(format.speed(speed));
  return heights ? `${most} · ${format.altitudes(...heights)}` : most;
}

function nearest(profile: readonly ProfilePoint[], distance: number): number {
  let best = 0;
  for (const [index, point] of profile.entries()) {
    if (Math.abs(point.distance - distance) < Math.abs(profile[best]!.distance - distance)) best = index;
  }
  return best;
}

function draw(profile: readonly ProfilePoint[]) {
  const last = profile.at(-1);
  if (!last || profile.length < 3 || last.distance === 0) return undefined;
  const fastest = profile.reduce((best, point) => (point.speed > best.speed ? point : best));
  const altitudes = profile.flatMap(({ altitude }) => altitude ?? []);
  const [lowest, highest] = [Math.min(...altitudes), Math.max(...altitudes)];
  const x = linearScale([0, last.distance], [0, WIDTH]);
  const speed = linearScale([0, fastest.speed], [HEIGHT - FOOT, FOOT]);
  const altitude = linearScale([lowest, Math.max(highest, lowest + 20)], [HEIGHT - 12, HEIGHT / 3]);
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
    heights: altitudes.length === 0 ? undefined : ([lowest, highest] as const),
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
