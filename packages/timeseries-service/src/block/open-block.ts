import type { Entry } from '@sojourn/datamodel';
import type { BlockHeader, ColumnBlock } from './block.js';
import type { Body } from './body.js';
import { cellsOf } from './cells.js';
import type { ColumnReader } from './columns/read.js';
import { numbersOf, valueAt, valuesOf } from './columns/values.js';
import { type OnKind, visitKinds } from './kinds.js';
import { Leaves } from './leaves.js';
import { buildObject, buildObjects } from './objects.js';
import { Output } from './render/output.js';
import { Program } from './render/program.js';
import { writeRows } from './render/rows.js';

const idPath = ['_id', '$oid'];
const keyPath = ['metadata', 'key'];

/** A block whose body has been decrypted; columns are decoded on demand and then kept. */
export class OpenBlock implements ColumnBlock {
  readonly count: number;
  readonly #groups: readonly ColumnReader[];
  /** Group of each row, undefined when there is one group. */
  readonly #groupOfRow: ArrayLike<number> | undefined;
  /** Index of each row in its group, undefined when it is the row itself. */
  readonly #indexOfRow: Uint32Array | undefined;
  #arrivals: Float64Array | undefined;
  readonly #programs: Program[] = [];
  readonly #leaves: Leaves[] = [];
  readonly #numbersAt = new Map<string, Float64Array>();
  readonly #stringsAt = new Map<string, readonly (string | undefined)[]>();
  #ids: readonly string[] | undefined;

  constructor(
    readonly header: BlockHeader,
    body: Body,
  ) {
    this.count = header.count;
    this.#groups = body.groups;
    this.#groupOfRow = body.groupOfRow;
    this.#arrivals = body.arrivals;
    if (body.groupOfRow) {
      const next = new Uint32Array(body.groups.length);
      const indexes = new Uint32Array(this.count);
      for (let row = 0; row < this.count; row++) indexes[row] = next[body.groupOfRow[row]!]!++;
      this.#indexOfRow = indexes;
    }
  }

  ids(): readonly string[] {
    this.#ids ??= this.#texts(idPath).map((id) => id ?? '');
    return this.#ids;
  }

  numbers(path: string): Float64Array {
    let numbers = this.#numbersAt.get(path);
    if (!numbers) {
      numbers = this.#allNumbers(path.split('.'));
      this.#numbersAt.set(path, numbers);
    }
    return numbers;
  }

  strings(path: string): readonly (string | undefined)[] {
    let strings = this.#stringsAt.get(path);
    if (!strings) {
      strings = this.#texts(path.split('.'));
      this.#stringsAt.set(path, strings);
    }
    return strings;
  }

  has(path: string, row: number): boolean {
    const group = this.#groupOf(row);
    const members = path.split('.');
    if (group.shape.members.has(members.join('\0'))) return true;
    const nested = group.shape.nestedAt(members);
    return nested >= 0 && valueWithin(group, nested, members, this.#indexOf(row)) !== undefined;
  }

  cells(path: string): ArrayLike<unknown> {
    const members = path.split('.');
    const cells = this.#groups.map((group) => cellsOf(group, members));
    if (this.#groups.length === 1 && cells[0]) return cells[0];
    const all = new Array<unknown>(this.count).fill(undefined);
    cells.forEach((some, group) => {
      if (some) this.#scatter(some, group, all);
    });
    return all;
  }

  visitKinds(path: string, key: string, visit: OnKind): void {
    for (const group of this.#groups) {
      const keys = textsOf(group, keyPath);
      if (keys && Array.prototype.includes.call(keys, key)) visitKinds(group, path.split('.'), visit);
    }
  }

  arrivals(): Float64Array {
    this.#arrivals ??= new Float64Array(this.count).fill(this.header.commit);
    return this.#arrivals;
  }

  leaves(row: number): { readonly of: Leaves; readonly place: number } {
    const group = this.#groupOfRow ? this.#groupOfRow[row]! : 0;
    this.#leaves[group] ??= new Leaves(this.#groups[group]!);
    return { of: this.#leaves[group], place: this.#indexOf(row) };
  }

  object(row: number): Entry {
    return buildObject(this.#groupOf(row), this.#indexOf(row)) as Entry;
  }

  objects(rows?: ArrayLike<number>): Entry[] {
    const groupOfRow = this.#groupOfRow;
    const indexOfRow = this.#indexOfRow;
    if (!groupOfRow || !indexOfRow) return buildObjects(this.#groups[0]!, rows) as Entry[];
    const count = rows ? rows.length : this.count;
    const wanted = this.#groups.map((): number[] => []);
    const groups = new Uint32Array(count);
    for (let index = 0; index < count; index++) {
      const row = rows ? rows[index]! : index;
      groups[index] = groupOfRow[row]!;
      wanted[groupOfRow[row]!]!.push(indexOfRow[row]!);
    }
    const built = this.#groups.map((group, index) =>
      wanted[index]!.length > 0 ? (buildObjects(group, wanted[index]) as Entry[]) : [],
    );
    const next = new Uint32Array(built.length);
    const objects = new Array<Entry>(count);
    for (let index = 0; index < count; index++) {
      const group = groups[index]!;
      objects[index] = built[group]![next[group]!++]!;
    }
    return objects;
  }

  json(rows: ArrayLike<number> | undefined, separator: ',' | '\n', leading = false): Uint8Array {
    const sign = separator.charCodeAt(0);
    const count = rows ? rows.length : this.count;
    const output = new Output(count * 1024);
    let position = output.start;
    if (leading) output.view.setUint8(position++, sign);
    const indexOfRow = this.#indexOfRow;
    if (!this.#groupOfRow || !indexOfRow) {
      if (count > 0) position = writeRows(this.#program(0), rows, 0, count, output, position, sign);
    } else {
      const groups = rows ? pick(this.#groupOfRow, rows) : this.#groupOfRow;
      const indexes = rows ? pick(indexOfRow, rows) : indexOfRow;
      for (let from = 0; from < count; ) {
        let to = from + 1;
        while (to < count && groups[to] === groups[from]) to++;
        position = writeRows(this.#program(groups[from]!), indexes, from, to, output, position, sign);
        from = to;
      }
    }
    return output.finish(count > 0 ? position - 1 : position);
  }

  #program(group: number): Program {
    this.#programs[group] ??= new Program(this.#groups[group]!);
    return this.#programs[group];
  }

  #groupOf(row: number): ColumnReader {
    return this.#groups[this.#groupOfRow ? this.#groupOfRow[row]! : 0]!;
  }

  #indexOf(row: number): number {
    return this.#indexOfRow ? this.#indexOfRow[row]! : row;
  }

  #allNumbers(path: readonly string[]): Float64Array {
    const whole = this.#groups.length === 1 ? this.#numbers(this.#groups[0]!, path) : undefined;
    if (whole) return whole;
    const numbers = new Float64Array(this.count).fill(Number.NaN);
    this.#groups.forEach((group, index) => {
      const values = this.#numbers(group, path);
      if (values) this.#scatter(values, index, numbers);
    });
    return numbers;
  }

  /** The numbers of a group at a path, undefined where there are none. */
  #numbers(group: ColumnReader, path: readonly string[]): Float64Array | undefined {
    const leaf = group.shape.leafAt(path);
    if (leaf >= 0) {
      return group.shape.leaves[leaf]!.type === 'n' ? numbersOf(group.column(leaf), group.count) : undefined;
    }
    const nested = group.shape.nestedAt(path);
    if (nested < 0) return undefined;
    return Float64Array.from({ length: group.count }, (_, row) => {
      const value = valueWithin(group, nested, path, row);
      return typeof value === 'number' ? value : Number.NaN;
    });
  }

  #texts(path: readonly string[]): (string | undefined)[] {
    const texts = this.#groups.map((group) => textsOf(group, path));
    if (this.#groups.length === 1 && texts[0]) return Array.from(texts[0]);
    const all = new Array<string | undefined>(this.count).fill(undefined);
    texts.forEach((some, group) => {
      if (some) this.#scatter(some, group, all);
    });
    return all;
  }

  #scatter<Value>(from: ArrayLike<Value>, group: number, to: Value[] | Float64Array): void {
    const groupOfRow = this.#groupOfRow;
    let next = 0;
    for (let row = 0; row < this.count; row++) {
      if (groupOfRow === undefined || groupOfRow[row] === group) (to as Value[])[row] = from[next++]!;
    }
  }
}

function pick(values: ArrayLike<number>, rows: ArrayLike<number>): Uint32Array {
  const picked = new Uint32Array(rows.length);
  for (let index = 0; index < rows.length; index++) picked[index] = values[rows[index]!]!;
  return picked;
}

/** The texts of a group at a path, undefined where there are none. */
function textsOf(group: ColumnReader, path: readonly string[]): ArrayLike<string | undefined> | undefined {
  const leaf = group.shape.leafAt(path);
  if (leaf >= 0) {
    if (group.shape.leaves[leaf]!.type !== 's') return undefined;
    return valuesOf(group.column(leaf), 's', group.count) as ArrayLike<string>;
  }
  const nested = group.shape.nestedAt(path);
  if (nested < 0) return undefined;
  return Array.from({ length: group.count }, (_, row) => {
    const value = valueWithin(group, nested, path, row);
    return typeof value === 'string' ? value : undefined;
  });
}

/** The value at a path that leads into a nested JSON leaf, undefined if there is none. */
function valueWithin(group: ColumnReader, leaf: number, path: readonly string[], row: number): unknown {
  let value = valueAt(group.column(leaf), 'j', row);
  for (const member of path.slice(group.shape.leaves[leaf]!.path.length)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, member)) return undefined;
    value = (value as Record<string, unknown>)[member];
  }
  return value;
}
