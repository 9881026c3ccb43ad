import type { Trip } from '../trips/index.js';

export const gpxHead =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<gpx version="1.1" creator="Sojourn" xmlns="http://www.topografix.com/GPX/1/1">\n';
export const gpxFoot = '</gpx>\n';

/** A trip as a track of GPX 1.1, one segment a section; empty for time without tracking. */
export function gpxTrack(trip: Trip): string {
  if (trip.kind === 'untracked') return '';
  const segments = trip.sections.map(
    ({ points }) =>
      `<trkseg>\n${points
        .map(({ position: [longitude, latitude], ts, altitude }) => {
          const height = altitude === undefined ? '' : `<ele>${altitude}</ele>`;
          const time = `<time>${new Date(ts * 1000).toISOString()}</time>`;
          return `<trkpt lat="${latitude}" lon="${longitude}">${height}${time}</trkpt>\n`;
        })
        .join('')}</trkseg>\n`,
  );
  const name = `${trip.start.day} ${trip.start.clock}`;
  const said = Object.values(trip.labels).join(', ');
  const description = said === '' ? '' : `<desc>${escapeXml(said)}</desc>\n`;
  const modes = [...new Set(trip.sections.map(({ mode }) => mode))].join(' ');
  return `<trk>\n<name>${escapeXml(name)}</name>\n${description}<type>${modes}</type>\n${segments.join('')}</trk>\n`;
}

/** Characters that XML 1.0 does not allow at all are left out. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
