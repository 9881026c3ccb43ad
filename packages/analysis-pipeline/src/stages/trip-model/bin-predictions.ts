import type { LikelyTripLabels } from './likely-trip-labels.js';

/** What a trip was labelled, by category: the text of a label, or the whole answer of a survey. */
export type LabelRow = Readonly<Record<string, unknown>>;

/** Labels under other names, in two passes: the result of the first may be renamed by the second. */
const renamings: readonly ReadonlyMap<unknown, string>[] = [
  new Map([
    ['revisado_bike', 'test ride with bike'],
    ['placas_de carro', 'car plates'],
    ['aseguranza', 'insurance'],
    ['iglesia', 'church'],
    ['curso', 'course'],
    ['mi_hija recién aliviada', 'my daughter just had a new baby'],
    ['servicio_comunitario', 'community service'],
    ['pago_de aseguranza', 'insurance payment'],
    ['grupo_comunitario', 'community group'],
    ['caminata_comunitaria', 'community walk'],
  ]),
  new Map([
    ['course', 'school'],
    ['work_- lunch break', 'lunch_break'],
    ['on_the way home', 'home'],
    ['insurance_payment', 'insurance'],
  ]),
];

/**
 * How often trips of a bin were labelled in each way, over those that have a label of every category. Answers of
 * surveys do not count.
 */
export function binPredictions(rows: readonly LabelRow[]): LikelyTripLabels[] {
  const labelled = rows.filter((row) => !Object.values(row).some(isAnswer));
  const columns = [...new Set(labelled.flatMap((row) => Object.keys(row)))];
  const complete = labelled
    .filter((row) => columns.every((column) => row[column] != null))
    .map((row) => cellsOf(row, columns));
  const groups = new Map<string, { readonly cells: readonly unknown[]; count: number }>();
  for (const cells of complete) {
    const group = JSON.stringify(cells);
    const known = groups.get(group);
    if (known === undefined) groups.set(group, { cells, count: 1 });
    else known.count++;
  }
  return [...groups.values()]
    .sort((left, right) => compareCells(left.cells, right.cells))
    .map(({ cells, count }) => ({
      labels: Object.fromEntries(columns.map((column, index) => [column, cells[index]])),
      p: count / complete.length,
    }));
}

/** Whether what was said is the answer of a survey. A label that was left empty names its category all the same. */
const isAnswer = (said: unknown): boolean => typeof said === 'object' && said !== null;

/** The cells of a row, with today's names. A replaced mode that is the same mode is that. */
function cellsOf(row: LabelRow, columns: readonly string[]): unknown[] {
  const cells = columns.map((column) =>
    renamings.reduce((value, names) => names.get(value) ?? value, row[column]),
  );
  const replaced = columns.indexOf('replaced_mode');
  const mode = columns.indexOf('mode_confirm');
  if (replaced >= 0 && mode >= 0 && cells[replaced] === 'same_mode') cells[replaced] = cells[mode];
  return cells;
}

function compareCells(left: readonly unknown[], right: readonly unknown[]): number {
  const index = left.findIndex((cell, at) => cell !== right[at]);
  return index < 0 ? 0 : (left[index] as string) < (right[index] as string) ? -1 : 1;
}
