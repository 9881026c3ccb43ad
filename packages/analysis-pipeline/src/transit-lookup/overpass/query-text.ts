import type { BoundingBox } from '../../stages/index.js';

/** Seconds that a server may take for an answer. */
const serverSeconds = 25;

/**
 * The question for stops, stations and the routes that serve them, in the language of Overpass servers: what the
 * reference asks for, with the area that each way covers.
 */
export function queryText(areas: readonly BoundingBox[]): string {
  const statements = areas.flatMap((area) => {
    const box = boxText(area);
    return [
      `node["highway"="bus_stop"](${box});`,
      `node["railway"="station"](${box});`,
      `node["public_transport"](${box});`,
      `way["railway"="station"](${box});`,
      `relation["type"="route"]["route"](${box});`,
    ];
  });
  return `[out:json][timeout:${serverSeconds}];\n(\n${statements.join('\n')}\n);\nout body bb;\n`;
}

function boxText(area: BoundingBox): string {
  return [area.minimumLatitude, area.minimumLongitude, area.maximumLatitude, area.maximumLongitude]
    .map((degrees) => degrees.toFixed(2))
    .join(',');
}
