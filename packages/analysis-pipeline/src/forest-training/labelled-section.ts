import { z } from 'zod';

const position = z.tuple([z.number(), z.number()]).rest(z.number());
const place = z.object({ coordinates: position });
/** As in 20140407T175709-0700, or ISO 8601. */
const moment = z
  .string()
  .regex(
    /^\d{4}-?\d{2}-?\d{2}T\d{2}:?\d{2}:?\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})$/,
    'is no time with an offset',
  );

/** A section of a trip in the form of the reference's oldest recordings, with the mode that somebody confirmed. */
export const labelledSectionShape = z.object({
  /** Metres. */
  distance: z.number().nonnegative(),
  section_start_time: moment,
  section_end_time: moment,
  section_start_point: place,
  section_end_point: place,
  track_points: z.array(z.object({ track_location: place, time: moment })),
  /** What the phone sensed. */
  mode: z.number().default(0),
  confirmed_mode: z.number().nullish(),
  /** Wins over the confirmed one. */
  corrected_mode: z.number().nullish(),
  commute: z.string().nullish(),
});
export type LabelledSection = z.output<typeof labelledSectionShape>;

/** The mode that a section is known to have been travelled in; undefined where nobody has said. */
export function modeOf({ corrected_mode, confirmed_mode }: LabelledSection): number | undefined {
  const mode = corrected_mode ?? confirmed_mode;
  return mode === null || mode === undefined ? undefined : mode;
}

/** Unix seconds of a moment. */
export function secondsOf(time: string): number {
  const [date = '', clock = '', offset = ''] = partsOf(time);
  return Date.parse(`${date}T${clock}${offset}`) / 1000;
}

/** The hour on the clocks of a moment. */
export function hourOf(time: string): number {
  return Number(partsOf(time)[1]!.slice(0, 2));
}

function partsOf(time: string): string[] {
  const [day = '', rest = ''] = time.split('T');
  const zone = rest.search(/[Z+-]/);
  const digits = day.replaceAll('-', '');
  const clock = rest.slice(0, zone).replaceAll(':', '');
  const offset = rest.slice(zone).replace(':', '');
  return [
    `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`,
    `${clock.slice(0, 2)}:${clock.slice(2, 4)}:${clock.slice(4)}`,
    offset === 'Z' ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`,
  ];
}
