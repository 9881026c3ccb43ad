import { type Entry, type PersonId, SojournError } from '@sojourn/datamodel';
import { isObject, RowColumns, type RowGroup, rowsOf } from '@sojourn/datamodel/wire';
import { columnsOfRows, type EntryColumns } from '../../block/index.js';
import { ColumnSource } from './column-source.js';
import { ColumnRow, type Incoming, incomingEntry } from './incoming.js';
import { IncomingList } from './incoming-list.js';

type Numbers = ArrayLike<number>;
type Texts = ArrayLike<string>;

/**
 * Entries that came as columns. Where their outline is the usual one they stay columns; others become objects.
 * @param own what an entry that is an object is to become, as the person's
 * @throws SojournError `request-invalid` when there is something else among them
 */
export function incomingRows(rows: RowColumns, person: PersonId, own: (entry: Entry) => Entry): Incoming[] {
  const all = new Array<Incoming>(rows.count);
  let objects: readonly object[] | undefined;
  const objectAt = (position: number): object => {
    objects ??= rowsOf(rows);
    return objects[position]!;
  };
  // Of an entry that became an object, the owner may have become another.
  const memberAt = (position: number): Incoming => {
    const member = all[position]!;
    return member.content instanceof ColumnRow ? member : incomingEntry(objectAt(position) as Entry);
  };
  for (const group of rows.groups) {
    const { positions } = group;
    const incoming =
      asColumns(group, person, memberAt, objectAt) ??
      positions.map((position) => incomingEntry(own(asEntry(objectAt(position)))));
    for (const [row, position] of positions.entries()) all[position] = incoming[row]!;
  }
  return all;
}

function asColumns(
  group: RowGroup,
  person: PersonId,
  memberAt: (position: number) => Incoming,
  objectAt: (position: number) => object,
): Incoming[] | undefined {
  const columns = columnsOfRows(group, (positions) => new IncomingList(positions, memberAt));
  if (columns === undefined || !hasUsualOutline(columns)) return undefined;
  const refers = columns.columns.some((column) => column[0] instanceof IncomingList);
  const source = new ColumnSource(columns, (row) =>
    refers ? (objectAt(group.positions[row]!) as Entry) : entryAt(group, row),
  );
  const ids = source.column(['_id', '$oid'], 's') as Texts | undefined;
  const owners = source.column(['user_id', '$uuid'], 's') as Texts | undefined;
  const keys = source.column(['metadata', 'key'], 's') as Texts | undefined;
  const times = source.column(['metadata', 'write_ts'], 'n') as Numbers | undefined;
  if (!ids || !owners || !keys || !times) return undefined;
  const found = new Array<Incoming>(columns.count);
  for (let row = 0; row < found.length; row++) {
    const writeTime = times[row]!;
    if (owners[row] !== person || !Number.isFinite(writeTime)) return undefined;
    found[row] = { id: ids[row]!, key: keys[row]!, writeTime, content: new ColumnRow(source, row) };
  }
  return found;
}

/** Whether entries say who they are and whose, and nothing else of it. */
function hasUsualOutline({ shape: { tree } }: EntryColumns): boolean {
  if (tree.is !== 'object') return false;
  const members = new Map(tree.members);
  const isAlone = (name: string, inner: string) => {
    const part = members.get(name);
    return part?.is === 'object' && part.members.length === 1 && part.members[0]![0] === inner;
  };
  return isAlone('_id', '$oid') && isAlone('user_id', '$uuid') && members.get('data')?.is === 'object';
}

function entryAt({ structure, columns }: RowGroup, row: number): Entry {
  const single = { structure, columns: columns.map((column) => [column[row]]), positions: [0] };
  return rowsOf(new RowColumns(1, [single]))[0] as Entry;
}

function asEntry(row: object): Entry {
  if (!isEntry(row))
    throw new SojournError('request-invalid', { errors: [{ path: 'insert', code: 'invalid' }] });
  return row;
}

/** What the route asks of an entry that comes as JSON. */
function isEntry(value: object): value is Entry {
  const { _id, user_id, metadata, data } = value as Record<string, Record<string, unknown> | undefined>;
  return (
    isObject(_id) &&
    typeof _id.$oid === 'string' &&
    (user_id === null || isObject(user_id)) &&
    isObject(metadata) &&
    typeof metadata.key === 'string' &&
    Number.isFinite(metadata.write_ts) &&
    isObject(data)
  );
}
