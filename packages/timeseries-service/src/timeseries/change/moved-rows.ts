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

/** Rows of one shape, stream and platform, wherever they stand. */
interface Alike {
  readonly shape: Shape;
  readonly key: string;
  readonly platform: string | undefined;
  readonly rows: StoredRow[];
  /** Of each row: the columns that it stands in, and where. */
  readonly sources: (readonly ArrayLike<unknown>[])[];
  readonly places: number[];
}

/** Rows of the usercache as entries of the long-term store, and those that no entry can be made of. */
export function movedRows(rows: Iterable<StoredRow>): {
  readonly incoming: Incoming[];
  readonly failed: QuarantineRecord[];
} {
  const incoming: Incoming[] = [];
  const failed: QuarantineRecord[] = [];
  for (const alike of alikeAmong(rows)) {
    const converted = asColumns(alike);
    if (converted !== undefined) {
      incoming.push(...converted);
      continue;
    }
    for (const row of alike.rows) {
      const sent = entryAt(row);
      const result = toCommonForm(sent);
      if (result.ok) incoming.push(incomingEntry(result.entry));
      else failed.push({ raw: stringifyWire(sent), code: result.code, path: result.path });
    }
  }
  return { incoming, failed };
}

function alikeAmong(rows: Iterable<StoredRow>): Iterable<Alike> {
  const found = new Map<string, Alike>();
  const known = new Map<
    Leaves,
    { readonly columns: readonly ArrayLike<unknown>[]; readonly alike: Alike[] }
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
function ofShape(found: Map<string, Alike>, shape: Shape, key: string, platform: string | undefined): Alike {
  const name = `${key} ${platform} ${shape.text}`;
  let alike = found.get(name);
  if (alike === undefined) {
    alike = { shape, key, platform, rows: [], sources: [], places: [] };
    found.set(name, alike);
  }
  return alike;
}

function asColumns({ shape, key, platform, rows, sources, places }: Alike): Incoming[] | undefined {
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
