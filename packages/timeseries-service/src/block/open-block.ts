import type { Entry } from '@sojourn/datamodel';
import type { BlockHeader, ColumnBlock } from './block.js';
import type { Body } from './body.js';
import type { ColumnReader } from './columns/read.js';
import { numbersOf, valueAt, valuesOf } from './columns/values.js';
import { buildObject, buildObjects } from './objects.js';
import { Output } from './render/output.js';
import { Program } from './render/program.js';
import { writeRows } from './render/rows.js';

const idPath = ['_id', '$oid'];

/** A block whose body has been decrypted; columns are decoded on demand and then kept. */
export class OpenBlock implements ColumnBlock {
  readonly count: number;
  readonly #groups: readonly ColumnReader[];
  /** Group of each row, undefined when there is one group. */
  readonly #groupOfRow: ArrayLike<number> | undefined;
  /** Index of each row in its group, undefined when it is the row itself. */
  readonly #indexOfRow: Uint32Array | undefined;
  readonly #arrivals: Float64Array | undefined;
  readonly #programs: Program[] = [];

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
    return this.#collect(idPath, '', (value) => (typeof value === 'string' ? value : ''));
  }

  numbers(path: string): Float64Array {
    const members = path.split('.');
    const whole = this.#groups.length === 1 ? this.#numbers(this.#groups[0]!, members) : undefined;
    if (whole) return whole;
    const numbers = new Float64Array(this.count).fill(Number.NaN);
    this.#groups.forEach((group, index) => {
      const values = this.#numbers(group, members);
      if (values) this.#scatter(values, index, numbers);
    });
    return numbers;
  }

  strings(path: string): readonly (string | undefined)[] {
    return this.#collect<string | undefined>(path.split('.'), undefined, (value) =>
      typeof value === 'string' ? value : undefined,
    );
  }

  has(path: string, row: number): boolean {
    const group = this.#groupOf(row);
    const members = path.split('.');
    if (group.shape.members.has(members.join('\0'))) return true;
    const nested = group.shape.nestedAt(members);
    return nested >= 0 && valueWithin(group, nested, members, this.#indexOf(row)) !== undefined;
  }

  arrivals(): Float64Array {
    return this.#arrivals ?? new Float64Array(this.count).fill(this.header.commit);
  }

  object(row: number): Entry {
    return buildObject(this.#groupOf(row), this.#indexOf(row)) as Entry;
  }

  objects(): Entry[] {
    const built = this.#groups.map((group) => buildObjects(group) as Entry[]);
    if (!this.#groupOfRow) return built[0] ?? [];
    const objects = new Array<Entry>(this.count);
    for (let row = 0; row < this.count; row++) {
      objects[row] = built[this.#groupOfRow[row]!]![this.#indexOfRow![row]!]!;
    }
    return objects;
  }

  json(rows: ArrayLike<number> | undefined, separator: ',' | '\n'): Uint8Array {
    const sign = separator.charCodeAt(0);
    const count = rows ? rows.length : this.count;
    const output = new Output(count * 1024);
    let position = output.start;
    const indexOfRow = this.#indexOfRow;
    if (!this.#groupOfRow || !indexOfRow) {
      if (count > 0) position = writeRows(this.#program(0), rows, 0, count, output, position, sign);
    } else {
      const groups = rows ? Uint32Array.from(rows, (row) => this.#groupOfRow![row]!) : this.#groupOfRow;
      const indexes = rows ? Uint32Array.from(rows, (row) => indexOfRow[row]!) : indexOfRow;
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

  #collect<Value>(path: readonly string[], absent: Value, pick: (value: unknown) => Value): Value[] {
    const values = new Array<Value>(this.count).fill(absent);
    this.#groups.forEach((group, index) => {
      const leaf = group.shape.leafAt(path);
      const nested = leaf < 0 ? group.shape.nestedAt(path) : -1;
      if (leaf >= 0 && group.shape.leaves[leaf]!.type === 's') {
        this.#scatter(valuesOf(group.column(leaf), 's', group.count) as ArrayLike<Value>, index, values);
      } else if (nested >= 0) {
        const found = Array.from({ length: group.count }, (_, row) =>
          pick(valueWithin(group, nested, path, row)),
        );
        this.#scatter(found, index, values);
      }
    });
    return values;
  }

  #scatter<Value>(from: ArrayLike<Value>, group: number, to: Value[] | Float64Array): void {
    const groupOfRow = this.#groupOfRow;
    let next = 0;
    for (let row = 0; row < this.count; row++) {
      if (groupOfRow === undefined || groupOfRow[row] === group) (to as Value[])[row] = from[next++]!;
    }
  }
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
