import type { GridYear } from './regional-energy.js';

const kgPerPound = 0.453592;

/** Of the whole country by year. */
const national: Readonly<Record<number, number>> = {
  2018: 952.9,
  2019: 889.2,
  2020: 822.6,
  2021: 857,
  2022: 827.5,
};

/** Of the subregions in 2022. */
const subregions: Readonly<Record<string, number>> = {
  AKGD: 1057.8,
  AKMS: 497.6,
  AZNM: 779.4,
  CAMX: 499.3,
  ERCT: 774.3,
  FRCC: 816.9,
  HIMS: 1163.1,
  HIOA: 1586.9,
  MROE: 1488.7,
  MROW: 943.4,
  NEWE: 540.5,
  NWPP: 605.9,
  NYCW: 886.6,
  NYLI: 1209.3,
  NYUP: 275.4,
  PRMS: 1599.9,
  RFCE: 660.3,
  RFCM: 1224.2,
  RFCW: 1005.9,
  RMPA: 1131.7,
  SPNO: 959.4,
  SPSO: 975.3,
  SRMV: 803.7,
  SRMW: 1380.2,
  SRSO: 897.7,
  SRTV: 938.6,
  SRVC: 625.9,
};

/**
 * Electricity of the United States, which stands where no other figures are given, as in the reference: carbon dioxide
 * equivalent a megawatt hour, the total output emission rates in pounds of the summary tables of eGRID of the
 * Environmental Protection Agency. Without areas: regions are found by name alone.
 */
export const usGrid: ReadonlyMap<number, GridYear> = new Map(
  Object.entries(national).map(([year, pounds]) => [
    Number(year),
    { national: pounds * kgPerPound, regions: year === '2022' ? regionsIn2022() : {} },
  ]),
);

function regionsIn2022(): GridYear['regions'] {
  return Object.fromEntries(
    Object.entries(subregions).map(([name, pounds]) => [name, { intensity: pounds * kgPerPound }]),
  );
}
