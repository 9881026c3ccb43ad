import { columnForm } from './column-form.js';
import type { Sections } from './sections.js';

/** More different texts than this are no choices, nor are longer ones. */
const mostChoices = 32;
const longestChoice = 64;

/**
 * Writes a column: its form, then whatever belongs to it.
 * @param escaped whether all texts become constants
 */
export function writeColumn(values: ArrayLike<unknown>, sections: Sections, escaped: boolean): void {
  const first = values[0];
  if (Array.isArray(first)) writeLists(values as ArrayLike<readonly number[]>, sections);
  else if (typeof first === 'string') writeTexts(values as ArrayLike<string>, sections, escaped);
  else if (typeof first === 'boolean') writeNumbers(Array.from(values, Number), sections);
  else writeNumbers(values as ArrayLike<number>, sections);
}

function writeLists(lists: ArrayLike<readonly number[]>, sections: Sections): void {
  const numbers: number[] = [];
  for (let row = 0; row < lists.length; row++) {
    const list = lists[row]!;
    sections.integers.push(list.length);
    for (let index = 0; index < list.length; index++) numbers.push(list[index]!);
  }
  writeNumbers(numbers, sections);
}

function writeNumbers(values: ArrayLike<number>, { doubles, integers }: Sections): void {
  const { length } = values;
  const first = values[0]!;
  let isSame = length > 0;
  let areIntegers = true;
  for (let row = 0; row < length && (isSame || areIntegers); row++) {
    const value = values[row]!;
    isSame &&= Object.is(value, first);
    areIntegers &&= isInteger(value);
  }
  if (isSame) {
    integers.push(columnForm.same);
    doubles.push(first);
  } else if (areIntegers) {
    integers.push(columnForm.integers);
    for (let row = 0; row < length; row++) integers.push(values[row]!);
  } else {
    integers.push(columnForm.doubles);
    for (let row = 0; row < length; row++) doubles.push(values[row]!);
  }
}

/** Whether 32 bits can say a number. */
function isInteger(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0);
}

function writeTexts(values: ArrayLike<string>, sections: Sections, escaped: boolean): void {
  const { constants, texts, integers } = sections;
  const first = values[0]!;
  // As a constant, a long text would have to be escaped.
  if (isSame(values) && (escaped || values.length > 1 || first.length <= longestChoice)) {
    integers.push(columnForm.same);
    constants.push(first);
    return;
  }
  const choices = choicesOf(values, escaped);
  if (choices !== undefined) {
    integers.push(columnForm.choices, choices.size);
    for (const choice of choices.keys()) constants.push(choice);
    for (let row = 0; row < values.length; row++) integers.push(choices.get(values[row]!)!);
    return;
  }
  if (haveLength(values, first.length)) integers.push(columnForm.texts, first.length);
  else {
    integers.push(columnForm.measuredTexts);
    for (let row = 0; row < values.length; row++) integers.push(values[row]!.length);
  }
  for (let row = 0; row < values.length; row++) texts.push(values[row]!);
}

function isSame(values: ArrayLike<string>): boolean {
  for (let row = 1; row < values.length; row++) if (values[row] !== values[0]) return false;
  return true;
}

function haveLength(values: ArrayLike<string>, length: number): boolean {
  for (let row = 1; row < values.length; row++) if (values[row]!.length !== length) return false;
  return true;
}

/** The texts that occur, numbered; undefined where they are too many or too long to be choices, unless they have to be. */
function choicesOf(values: ArrayLike<string>, escaped: boolean): Map<string, number> | undefined {
  const most = escaped ? values.length : Math.min(mostChoices, values.length >> 1);
  if (!escaped && values[0]!.length > longestChoice) return undefined;
  const choices = new Map<string, number>();
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (choices.has(value)) continue;
    if (choices.size === most) return undefined;
    choices.set(value, choices.size);
  }
  return choices;
}
