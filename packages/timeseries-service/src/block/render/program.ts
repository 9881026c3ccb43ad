import type { Column, Exceptions, FormattedColumn, LocalColumn } from '../columns/column.js';
import { powersOfTen } from '../columns/decimal.js';
import type { ColumnReader } from '../columns/read.js';
import { valuesOf } from '../columns/values.js';
import { damaged } from '../damaged.js';
import { exactToWire, wireLeaf } from '../exact-json.js';
import type { Instants } from '../instants.js';
import type { LeafType } from '../shape.js';
import { HourlyText, hourPart } from './hourly.js';
import { Literals } from './literals.js';
import { Operation, operationCode } from './operation.js';

/** Up to so many choices are written out with their literals. */
const fewChoices = 8;

/** The operations that write any row of a group as wire JSON. */
export class Program {
  readonly literals = new Literals();
  readonly operations: Operation[] = [];
  /** No row is longer than this. */
  longestRow = 0;
  readonly #count: number;
  #literal = '';
  /** What stands before the literal and depends on the hour. */
  #hourly: HourlyText | undefined;
  /** Operations whose bytes may be repeated, by what they write. */
  readonly #written = new Map<Column, Operation>();

  constructor(reader: ColumnReader) {
    const { leaves, pieces } = reader.shape;
    this.#count = reader.count;
    for (let leaf = 0; leaf < leaves.length; leaf++) {
      this.#literal += pieces[leaf];
      this.#value(reader.column(leaf), leaves[leaf]!.type);
    }
    this.#literal += pieces[leaves.length];
    this.#operation(operationCode.nothing, 0);
    for (const operation of this.operations) {
      operation.block = this.literals.block(operation.literalStart, operation.literalLength);
    }
  }

  #operation(code: number, longest: number): Operation {
    const operation = new Operation();
    operation.code = code;
    const hourly = this.#hourly;
    if (hourly) {
      hourly.add(this.#literal, hourPart.none, 0);
      operation.hourly = hourly;
      operation.hours = hourly.instants.hours;
      operation.literalStart = this.literals.reserve(hourly.longest);
      this.longestRow += hourly.longest + longest;
      this.#hourly = undefined;
    } else {
      operation.literalStart = this.literals.add(this.#literal);
      operation.literalLength = this.literals.lengthOfLast;
      this.longestRow += operation.literalLength + longest;
    }
    this.#literal = '';
    this.operations.push(operation);
    return operation;
  }

  #value(column: Column, type: LeafType): void {
    const earlier = this.#written.get(column);
    if (earlier) {
      this.#operation(operationCode.repeat, 64).source = earlier;
      return;
    }
    switch (column.kind) {
      case 'constant':
        this.#literal += textOf(column.value, type);
        return;
      case 'decimal': {
        const code =
          column.scale > 0
            ? operationCode.decimal
            : column.scale < 0
              ? operationCode.scaledUp
              : operationCode.integer;
        const operation = this.#operation(code, 40);
        operation.numbers = column.units;
        operation.scale = column.scale;
        operation.power = powersOfTen[Math.abs(column.scale)]!;
        operation.exceptions = this.#exceptions(column.exceptions, type);
        this.#written.set(column, operation);
        return;
      }
      case 'double': {
        const operation = this.#operation(operationCode.double, 40);
        operation.numbers = column.values;
        this.#written.set(column, operation);
        return;
      }
      case 'choice': {
        const texts = column.choices.map((choice) => textOf(choice, type));
        // A few texts are best copied together with what stands before them.
        const together = !this.#hourly && texts.length <= fewChoices;
        const literal = this.#literal;
        if (together) this.#literal = '';
        const operation = this.#operation(operationCode.choice, 0);
        operation.codes = column.codes;
        operation.places = this.#places(together ? texts.map((text) => literal + text) : texts);
        return;
      }
      case 'text': {
        const operation = this.#operation(operationCode.text, 0);
        operation.texts = type === 's' ? column.texts : column.texts.map((text) => textOf(text, type));
        operation.addend = type === 's' ? 1 : 0;
        this.longestRow += longestText(operation.texts);
        return;
      }
      case 'object-id':
        this.#operation(operationCode.objectId, 32).bytes = column.bytes;
        return;
      case 'local':
        this.#local(column, type);
        return;
      case 'formatted':
        this.#formatted(column);
        return;
      case 'copy': {
        const before = this.#written.get(column.source);
        this.#value(column.source, type);
        const own = this.operations.at(-1);
        // Only a column of numbers that differ is ever copied, so it has an operation.
        if (this.#literal !== '' || this.#hourly || !own) throw damaged();
        own.exceptions = this.#exceptions(column.exceptions, type);
        if (!before) this.#written.delete(column.source);
        return;
      }
    }
  }

  #local(column: LocalColumn, type: LeafType): void {
    const { instants, field, addend, exceptions } = column;
    if (exceptions) {
      const operation = this.#operation(operationCode.local, 16);
      operation.instants = instants;
      operation.field = field;
      operation.addend = addend;
      operation.exceptions = this.#exceptions(exceptions, type);
    } else if (field === 4) this.#operation(operationCode.small, 8).small = instants.minutes;
    else if (field === 5) this.#operation(operationCode.small, 8).small = instants.seconds;
    else this.#addHourly(instants, field === 6 ? 4 : field, addend);
  }

  #formatted(column: FormattedColumn): void {
    const { instants, exceptions } = column;
    if (exceptions) {
      // Texts of their own for all rows: where some differ, many mostly do.
      const operation = this.#operation(operationCode.text, 0);
      operation.texts = valuesOf(column, 's', instants.hours.length) as readonly string[];
      operation.addend = 1;
      this.longestRow += longestText(operation.texts);
      return;
    }
    this.#literal += '"';
    this.#addHourly(instants, hourPart.formatted, 0);
    this.#operation(operationCode.formatted, 16).instants = instants;
    this.#addHourly(instants, hourPart.offset, 0);
    this.#literal += '"';
  }

  /** Leaves a part to the literal of the next operation. */
  #addHourly(instants: Instants, part: number, addend: number): void {
    if (this.#hourly && this.#hourly.instants !== instants) this.#operation(operationCode.nothing, 0);
    this.#hourly ??= new HourlyText(instants, this.literals);
    this.#hourly.add(this.#literal, part, addend);
    this.#literal = '';
  }

  #exceptions(
    exceptions: Exceptions | undefined,
    type: LeafType,
  ): readonly (string | undefined)[] | undefined {
    if (!exceptions) return undefined;
    const texts = new Array<string | undefined>(this.#count).fill(undefined);
    let longest = 0;
    for (const [row, value] of exceptions) {
      const text = textOf(value, type);
      longest = Math.max(longest, text.length);
      texts[row] = text;
    }
    this.longestRow += longest * 3;
    return texts;
  }

  #places(texts: readonly string[]): Int32Array {
    const places = new Int32Array(texts.length * 2);
    let longest = 0;
    for (const [index, text] of texts.entries()) {
      places[index * 2] = this.literals.add(text);
      places[index * 2 + 1] = this.literals.lengthOfLast;
      longest = Math.max(longest, this.literals.lengthOfLast);
    }
    this.longestRow += longest + 8;
    return places;
  }
}

/** Most bytes that one of some texts takes as a JSON string. */
function longestText(texts: readonly string[]): number {
  let longest = 0;
  for (const text of texts) longest = Math.max(longest, text.length);
  return longest * 6 + 8;
}

/** The wire JSON of a leaf's value. */
function textOf(value: unknown, type: LeafType): string {
  if (type === 'j') return exactToWire(value as string);
  return type === 'i' ? (value as string) : wireLeaf(value);
}
