import { SojournError } from '@sojourn/datamodel';
import type { GridYear, RegionalEnergy, TransitRecord } from './regional-energy.js';
import { usGrid } from './us-grid.js';

/**
 * Reads figures of place and year as an operator writes them: `grid` and `transit`, each by year. Without `grid`,
 * electricity is that of the United States.
 * @throws SojournError `request-invalid` naming what does not fit
 */
export function parseRegionalEnergy(figures: object): RegionalEnergy {
  const { grid, transit = {} } = figures as { grid?: unknown; transit?: unknown };
  return {
    grid: grid === undefined ? usGrid : byYear(grid, 'grid', isGridYear),
    transit: byYear(transit, 'transit', (records): records is TransitRecord[] =>
      Array.isArray(records) ? records.every(isTransitRecord) : false,
    ),
  };
}

function byYear<Figures>(
  years: unknown,
  name: string,
  fits: (figures: unknown) => figures is Figures,
): Map<number, Figures> {
  if (!isObject(years)) throw invalid(name);
  return new Map(
    Object.entries(years).map(([year, figures]) => {
      if (!/^\d{4}$/.test(year) || !fits(figures)) throw invalid(`${name}.${year}`);
      return [Number(year), figures];
    }),
  );
}

function isGridYear(figures: unknown): figures is GridYear {
  if (!isObject(figures) || !isAmount(figures.national) || !isObject(figures.regions)) return false;
  return Object.values(figures.regions).every((region) => isObject(region) && isAmount(region.intensity));
}

function isTransitRecord(record: unknown): record is TransitRecord {
  if (!isObject(record) || typeof record.mode !== 'string' || !isAmount(record.passengerTrips)) return false;
  if (!isObject(record.fuels)) return false;
  return Object.values(record.fuels).every(
    (fuel) => isObject(fuel) && isAmount(fuel.wh_per_km) && isAmount(fuel.share),
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAmount = (value: unknown): boolean => typeof value === 'number' && value >= 0;

function invalid(path: string): SojournError {
  return new SojournError('request-invalid', {
    detail: `the figures of place and year: ${path}`,
    errors: [{ path: `study.regional_energy.${path}`, code: 'request-invalid' }],
  });
}
