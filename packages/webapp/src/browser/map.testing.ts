/** What a test asks of the map that the page put on its element. */
interface ShownMap {
  readonly map?: {
    loaded(): boolean;
    getLayer(id: string): object | undefined;
    queryRenderedFeatures(options: { layers: string[] }): { properties: { trip: string } }[];
  };
}

/** Runs in the page: ids of the trips whose lines the map has drawn; undefined until there are some. */
export function drawnTrips(): string[] | undefined {
  const { map } = (document.querySelector('.map') ?? {}) as ShownMap;
  if (!map?.loaded()) return undefined;
  const drawn = map.queryRenderedFeatures({ layers: ['trip-lines'] });
  return drawn.length === 0 ? undefined : [...new Set(drawn.map(({ properties }) => properties.trip))];
}

/** Runs in the page: whether the map has drawn something of the operator's streets. */
export function drawnStreets(): boolean {
  const { map } = (document.querySelector('.map') ?? {}) as ShownMap;
  return (
    !!map?.getLayer('streets-green') && map.queryRenderedFeatures({ layers: ['streets-green'] }).length > 0
  );
}

/** Runs in the page: how many positions are marked on the map; undefined until it has drawn what there is. */
export function drawnMarks(): number | undefined {
  const { map } = (document.querySelector('.map') ?? {}) as ShownMap;
  return map?.loaded() ? map.queryRenderedFeatures({ layers: ['mark'] }).length : undefined;
}
