import { uint32Array } from '../arrays.js';
import { type ByteWriter, borrowWriter, giveBack } from '../bytes.js';
import type { Group, KnownTime } from '../gather.js';
import type { TextHeapWriter } from '../heap.js';
import type { UploadIdentities } from '../identities.js';
import { isFormatted } from '../instants.js';
import type { Derivation } from '../shape.js';
import { encoding } from './column.js';
import { type Decimals, findDecimals, powersOfTen, writeDecimals } from './decimal.js';
import { writeDoubles } from './double.js';
import { mostExceptions, writeNumberExceptions, writeTextExceptions } from './exceptions.js';
import { type Reference, writeIntegers } from './integers.js';
import { withTimes } from './known-times.js';
import { type NestedColumn, nestedColumns } from './nested.js';
import { parseObjectIds, writeObjectIds } from './object-id.js';
import { writeConstant, writeSingleRow } from './single-row.js';
import { findChoices, writeBooleans, writeChoices, writeCodes, writeTexts } from './text.js';
import { TimeTables } from './time-tables.js';
import { writeUploadIds } from './upload-id.js';

/**
 * Writes rows of several groups: number of groups; for each group its rows, the length of its shape text and its columns;
 * the group of each row, if there are several.
 */
export function writeGroups(
  writer: ByteWriter,
  heap: TextHeapWriter,
  groups: readonly Group[],
  person: string,
  identities: UploadIdentities | undefined,
): void {
  writer.unsigned(groups.length);
  for (const group of groups) {
    writer.unsigned(group.rows.length);
    writer.unsigned(group.shape.text.length);
    heap.add(group.shape.text);
    writeColumns(writer, heap, group, person, identities);
  }
  if (groups.length > 1) {
    const groupOfRow = uint32Array(groups.reduce((sum, { rows }) => sum + rows.length, 0));
    for (const [index, group] of groups.entries()) for (const row of group.rows) groupOfRow[row] = index;
    writeCodes(writer, groupOfRow, groups.length);
  }
}

/**
 * Writes the columns of one group: a directory (encoding, byte length and heap length of each column, in leaf
 * order), the UTC offsets that derived columns need, then the columns.
 */
function writeColumns(
  writer: ByteWriter,
  heap: TextHeapWriter,
  group: Group,
  person: string,
  identities: UploadIdentities | undefined,
): void {
  const { texts, nested } = nestedColumns(group);
  if (group.rows.length > 1) new GroupWriter(texts, nested, heap, person, identities).writeTo(writer);
  else if (nested.size === 0) writeSingleRow(writer, heap, withTimes(texts), person);
  else new GroupWriter(withTimes(texts), nested, heap, person, identities).writeTo(writer);
}

/** Times that may predict other columns of a group. */
const referencePaths = ['metadata.write_ts', 'data.ts', 'data.start_ts', 'data.enter_ts'].map((path) =>
  path.split('.'),
);

class GroupWriter {
  readonly #count: number;
  readonly #decimals = new Map<number, Decimals | undefined>();
  readonly #constant: boolean[];
  readonly #derived = new Map<number, Derivation>();
  readonly #times: TimeTables;
  readonly #references: Reference[] = [];

  constructor(
    readonly group: Group,
    readonly nested: ReadonlyMap<number, NestedColumn>,
    readonly heap: TextHeapWriter,
    readonly person: string,
    readonly identities: UploadIdentities | undefined,
  ) {
    const { shape, columns, rows } = group;
    this.#count = rows.length;
    const known = group.known?.derivations;
    this.#constant = columns.map(
      (values, leaf) => known?.has(leaf) !== true && !nested.has(leaf) && isConstant(values),
    );
    this.#times = new TimeTables(group);
    for (const derivation of shape.derivations) {
      if (!this.#constant[derivation.leaf]) this.#derived.set(derivation.leaf, derivation);
    }
    this.#findReferences();
  }

  writeTo(writer: ByteWriter): void {
    const { length } = this.group.columns;
    const content = borrowWriter();
    const sizes = uint32Array(length);
    const texts = uint32Array(length);
    for (let leaf = 0; leaf < length; leaf++) {
      const start = content.length;
      const textStart = this.heap.length;
      writer.byte(this.#write(content, leaf));
      sizes[leaf] = content.length - start;
      texts[leaf] = this.heap.length - textStart;
    }
    for (const size of sizes) writer.unsigned(size);
    for (const size of texts) writer.unsigned(size);
    this.#times.writeTo(writer);
    writer.raw(content.written());
    giveBack(content);
  }

  /** The numbers of a leaf as decimals, undefined where they are no decimals, no numbers, or all the same. */
  #decimalsOf(leaf: number): Decimals | undefined {
    if (this.#constant[leaf] !== false || this.group.shape.leaves[leaf]!.type !== 'n') return undefined;
    let decimals = this.#decimals.get(leaf);
    if (!decimals && !this.#decimals.has(leaf)) {
      decimals = findDecimals(this.group.columns[leaf]!);
      this.#decimals.set(leaf, decimals);
    }
    return decimals;
  }

  /** Times predict other times and the seconds of object ids. */
  #findReferences(): void {
    for (const path of referencePaths) {
      const leaf = this.group.shape.leafAt(path);
      const decimals = this.#decimalsOf(leaf);
      if (decimals && decimals.scale >= 0) this.#references.push({ leaf, units: decimals.units });
    }
  }

  /** Writes the column of a leaf. @returns its encoding */
  #write(content: ByteWriter, leaf: number): number {
    const known = this.group.known?.derivations.get(leaf);
    if (known) return this.#writeKnown(content, known);
    const nested = this.nested.get(leaf);
    if (nested) return this.#writeNested(content, nested);
    const values = this.group.columns[leaf]!;
    if (this.#constant[leaf]) return writeConstant(content, this.heap, values[0], this.person);
    const { type } = this.group.shape.leaves[leaf]!;
    return this.#writeDerived(content, leaf) ?? this.#writePlain(content, leaf, type, values);
  }

  #writeKnown(content: ByteWriter, derivation: KnownTime): number {
    const table = this.#times.tableOf(derivation.time)!;
    content.unsigned(table.number);
    if (derivation.from === 'formatted') {
      writeTextExceptions(content, this.heap, [], []);
      return encoding.formatted;
    }
    content.byte(derivation.field);
    writeNumberExceptions(content, [], []);
    return encoding.local;
  }

  #writeNested(content: ByteWriter, nested: NestedColumn): number {
    writeIntegers(content, nested.lengths, []);
    if (nested.of === 'objects') {
      writeGroups(content, this.heap, nested.groups, this.person, undefined);
      return encoding.objectLists;
    }
    const decimals = findDecimals(nested.numbers);
    content.byte(decimals ? encoding.decimal : encoding.double);
    if (decimals) writeDecimals(content, decimals, nested.numbers, []);
    else writeDoubles(content, nested.numbers);
    return encoding.numberLists;
  }

  #writePlain(content: ByteWriter, leaf: number, type: string, values: readonly unknown[]): number {
    if (type === 'n') {
      const copied = this.#copied(leaf);
      if (copied >= 0) {
        content.unsigned(copied);
        writeNumberExceptions(content, [], values);
        return encoding.copy;
      }
      const decimals = this.#decimalsOf(leaf);
      if (!decimals) {
        writeDoubles(content, values);
        return encoding.double;
      }
      writeDecimals(content, decimals, values, this.#referencesFor(leaf));
      return encoding.decimal;
    }
    if (type === 'b') {
      writeBooleans(content, values);
      return encoding.boolean;
    }
    if (type === 's') {
      const ids = parseObjectIds(values);
      if (ids) {
        const start = content.length;
        if (
          this.#isEntryId(leaf) &&
          this.identities &&
          writeUploadIds(content, ids, this.group, this.identities)
        ) {
          return encoding.uploadId;
        }
        content.length = start;
        writeObjectIds(content, ids, this.#wholeSeconds());
        return encoding.objectId;
      }
    }
    const choices = findChoices(values);
    if (choices) {
      writeChoices(content, this.heap, choices);
      return encoding.choice;
    }
    writeTexts(content, this.heap, values);
    return encoding.text;
  }

  #isEntryId(leaf: number): boolean {
    const { path } = this.group.shape.leaves[leaf]!;
    return path.length === 2 && path[0] === '_id' && path[1] === '$oid';
  }

  /** An earlier reference column with the same numbers in every row, -1 if there is none. */
  #copied(leaf: number): number {
    const values = this.group.columns[leaf]!;
    for (const reference of this.#references) {
      if (reference.leaf === leaf) return -1;
      const others = this.group.columns[reference.leaf]!;
      if (values.every((value, row) => Object.is(value, others[row]))) return reference.leaf;
    }
    return -1;
  }

  /** Only columns that stand before a reference in the list may follow it: no circles. */
  #referencesFor(leaf: number): readonly Reference[] {
    const own = this.#references.findIndex((reference) => reference.leaf === leaf);
    return own < 0 ? this.#references : this.#references.slice(0, own);
  }

  #wholeSeconds(): Reference[] {
    const first = this.#references[0];
    if (!first) return [];
    const power = powersOfTen[this.#decimalsOf(first.leaf)!.scale]!;
    return [{ leaf: first.leaf, units: first.units.map((unit) => Math.floor(unit / power)) }];
  }

  #writeDerived(content: ByteWriter, leaf: number): number | undefined {
    const derivation = this.#derived.get(leaf);
    if (!derivation) return undefined;
    switch (derivation.from) {
      case 'copy':
        return this.#writeCopy(content, leaf, derivation.source);
      case 'formatted':
        return this.#writeFormatted(content, leaf, derivation.time);
      case 'local':
        return this.#writeLocal(content, leaf, derivation.time, derivation.field);
    }
  }

  #writeCopy(content: ByteWriter, leaf: number, source: number): number | undefined {
    if (this.#constant[source]) return undefined;
    const values = this.group.columns[leaf]!;
    const others = this.group.columns[source]!;
    const exceptions = this.#exceptions((row) => Object.is(values[row], others[row]));
    if (!exceptions) return undefined;
    content.unsigned(source);
    writeNumberExceptions(content, exceptions, values);
    return encoding.copy;
  }

  #writeFormatted(content: ByteWriter, leaf: number, time: number): number | undefined {
    const table = this.#times.tableOf(time);
    if (!table) return undefined;
    const values = this.group.columns[leaf]!;
    const exceptions = this.#exceptions((row) => isFormatted(values[row] as string, table.instants, row));
    if (!exceptions) return undefined;
    content.unsigned(table.number);
    writeTextExceptions(content, this.heap, exceptions, values);
    return encoding.formatted;
  }

  #writeLocal(content: ByteWriter, leaf: number, time: number, field: number): number | undefined {
    const table = this.#times.tableOf(time);
    if (!table) return undefined;
    const values = this.group.columns[leaf]!;
    const { instants } = table;
    // Weekdays occur in two conventions: Monday is 0 in most data, 1 in some.
    const addend = field === 6 && values[0] === instants.fieldAt(0, 6) + 1 ? 1 : 0;
    const exceptions = this.#exceptions((row) =>
      Object.is(values[row], instants.fieldAt(row, field) + addend),
    );
    if (!exceptions) return undefined;
    content.unsigned(table.number);
    content.byte(field + addend);
    writeNumberExceptions(content, exceptions, values);
    return encoding.local;
  }

  /** Rows that do not agree, undefined when they are too many. */
  #exceptions(agrees: (row: number) => boolean): number[] | undefined {
    const most = mostExceptions(this.#count);
    const exceptions: number[] = [];
    for (let row = 0; row < this.#count; row++) {
      if (agrees(row)) continue;
      if (exceptions.length >= most) return undefined;
      exceptions.push(row);
    }
    return exceptions;
  }
}

function isConstant(values: readonly unknown[]): boolean {
  const first = values[0];
  for (let row = 1; row < values.length; row++) if (values[row] !== first) return false;
  // Of the numbers only 0 and -0 are equal and not the same.
  return first !== 0 || values.every((value) => Object.is(value, first));
}
