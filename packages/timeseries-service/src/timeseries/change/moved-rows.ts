import type { Entry } from '@sojourn/datamodel';
import { toCommonForm } from '@sojourn/datamodel/formats';
import { stringifyWire } from '@sojourn/datamodel/wire';
import type { ColumnBlock, Leaves, Shape } from '../../block/index.js';
import type { QuarantineRecord } from '../timeseries.js';
import { ColumnSource } from './column-source.js';
import { commonFormColumns } from './common-form-columns.js';
import { ColumnRow, type Incoming, incomingEntry } from './incoming.js';

/** A row of the usercache within its block. */
export interface StoredRow {
  readonly opened: ColumnBlock;
  readonly row: number;
}

/** A row of the usercache, and the entry that was made of it. */
export interface MovedRow<Row extends StoredRow> {
  readonly row: Row;
  readonly incoming: Incoming;
}

/** Rows of one shape, stream and platform, wherever they stand. */
interface Alike<Row extends StoredRow> {
  readonly shape: Shape;
  readonly key: string;
  readonly platform: string | undefined;
  readonly rows: Row[];
  /** Of each row: the columns that it stands in, and where. */
  readonly sources: (readonly ArrayLike<unknown>[])[];
  readonly places: number[];
}

/** Rows of the usercache as entries of the long-term store, and those that no entry can be made of. */
export function movedRows<Row extends StoredRow>(
  rows: Iterable<Row>,
): {
  readonly entries: MovedRow<Row>[];
  readonly failed: QuarantineRecord[];
} {
  const entries: MovedRow<Row>[] = [];
  const failed: QuarantineRecord[] = [];
  for (const alike of alikeAmong(rows)) {
    const converted = asColumns(alike);
    if (converted !== undefined) {
      for (const [index, row] of alike.rows.entries()) entries.push({ row, incoming: converted[index]! });
      continue;
    }
    for (const row of alike.rows) {
      const sent = entryAt(row);
      const result = toCommonForm(sent);
      if (result.ok) entries.push({ row, incoming: incomingEntry(result.entry) });
      else failed.push({ raw: stringifyWire(sent), code: result.code, path: result.path });
    }
  }
  return { entries, failed };
}

function alikeAmong<Row extends StoredRow>(rows: Iterable<Row>): Iterable<Alike<Row>> {
  const found = new Map<string, Alike<Row>>();
  const known = new Map<
    Leaves,
    { readonly columns: readonly ArrayLike<unknown>[]; readonly alike: Alike<Row>[] }
  >();
  for (const stored of rows) {
    const { opened, row } = stored;
    const { of, place } = opened.leaves(row);
    const key = opened.strings('metadata.key')[row] ?? '';
    const platform = opened.strings('metadata.platform')[row];
    let ofLeaves = known.get(of);
    if (ofLeaves === undefined) {
      ofLeaves = { columns: of.stored(), alike: [] };
      known.set(of, ofLeaves);
    }
    let alike = ofLeaves.alike.find((one) => one.key === key && one.platform === platform);
    if (alike === undefined) {
      alike = ofShape(found, of.shape, key, platform);
      ofLeaves.alike.push(alike);
    }
    alike.rows.push(stored);
    alike.sources.push(ofLeaves.columns);
    alike.places.push(place);
  }
  return found.values();
}

/** Rows of other blocks may be alike as well. */
function ofShape<Row extends StoredRow>(
  found: Map<string, Alike<Row>>,
  shape: Shape,
  key: string,
  platform: string | undefined,
): Alike<Row> {
  const name = `${key} ${platform} ${shape.text}`;
  let alike = found.get(name);
  if (alike === undefined) {
    alike = { shape, key, platform, rows: [], sources: [], places: [] };
    found.set(name, alike);
  }
  return alike;
}

function asColumns({
  shape,
  key,
  platform,
  rows,
  sources,
  places,
}: Alike<StoredRow>): Incoming[] | undefined {
  const sent = shape.leaves.map((_, leaf) => places.map((place, row) => sources[row]![leaf]![place]));
  const columns = commonFormColumns({ shape, columns: sent, count: rows.length }, key, platform);
  if (columns === undefined) return undefined;
  const source = new ColumnSource(columns, (row) => {
    const result = toCommonForm(entryAt(rows[row]!));
    if (!result.ok) throw new Error('entries that are converted together can be converted one by one');
    return result.entry;
  });
  const times = source.column(['metadata', 'write_ts'], 'n') as ArrayLike<number>;
  return rows.map(({ opened, row }, index) => ({
    id: opened.ids()[row]!,
    key,
    writeTime: times[index]!,
    content: new ColumnRow(source, index),
  }));
}

function entryAt({ opened, row }: StoredRow): Entry {
  return opened.object(row);
}
