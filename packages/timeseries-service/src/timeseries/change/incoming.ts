import type { Entry } from '@sojourn/datamodel';
import { type Group, gather, timeFields } from '../../block/index.js';
import type { ColumnSource } from './column-source.js';

/** A row of some columns. */
export class ColumnRow {
  constructor(
    readonly source: ColumnSource,
    readonly row: number,
  ) {}
}

/** An entry on its way into the store: an object, or a row of columns. */
export interface Incoming {
  /** `_id.$oid`. */
  readonly id: string;
  /** `metadata.key`. */
  readonly key: string;
  /** `metadata.write_ts`. */
  readonly writeTime: number;
  /** Where its content is. */
  readonly content: Entry | ColumnRow;
}

const timePaths = timeFields.map((field) => field.split('.') as ['metadata' | 'data', string]);

export function incomingEntry(entry: Entry): Incoming {
  const { key, write_ts } = entry.metadata;
  return { id: entry._id.$oid, key, writeTime: write_ts, content: entry };
}

/** Whether an incoming entry has the member `invalid`. */
export function isInvalid({ content }: Incoming): boolean {
  return content instanceof ColumnRow ? content.source.hasInvalid : 'invalid' in content;
}

/** The entry as an object. */
export function entryOf({ content }: Incoming): Entry {
  return content instanceof ColumnRow ? content.source.entry(content.row) : content;
}

/** The number that an incoming entry has at a time field. @param field its place among `timeFields` */
export function timeAt({ content }: Incoming, field: number): number | undefined {
  let value: unknown;
  if (content instanceof ColumnRow) value = content.source.times[field]?.[content.row];
  else {
    const [part, name] = timePaths[field]!;
    value = (content[part] as Record<string, unknown>)[name];
  }
  return typeof value === 'number' ? value : undefined;
}

/** Incoming entries as what a block is made of, in their order. */
export function groupsOf(all: readonly Incoming[]): Group[] {
  const entries: Entry[] = [];
  const positions: number[] = [];
  const bySource = new Map<ColumnSource, Picked>();
  for (const [position, { content }] of all.entries()) {
    if (!(content instanceof ColumnRow)) {
      entries.push(content);
      positions.push(position);
      continue;
    }
    let picked = bySource.get(content.source);
    if (picked === undefined) {
      picked = { rows: [], positions: [] };
      bySource.set(content.source, picked);
    }
    picked.rows.push(content.row);
    picked.positions.push(position);
  }
  const groups = entries.length === 0 ? [] : gather(entries);
  const loose = groups.map((group) => ({ ...group, rows: group.rows.map((row) => positions[row]!) }));
  return [...loose, ...Array.from(bySource, ([source, { rows, positions: at }]) => source.group(rows, at))];
}

/** Rows of one source, and their positions in the block. */
interface Picked {
  readonly rows: number[];
  readonly positions: number[];
}
