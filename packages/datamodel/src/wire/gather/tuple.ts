/** Longest list of numbers that gets a column for each of them. */
export const longestTuple = 4;

/** Whether a value is a short list of numbers, such as coordinates. */
export function isTuple(value: object): value is number[] {
  return Array.isArray(value) && value.length <= longestTuple && isNumberList(value);
}

/** Whether a value is a list of numbers. */
export function isNumberList(value: readonly unknown[]): value is readonly number[] {
  for (let index = 0; index < value.length; index++) if (typeof value[index] !== 'number') return false;
  return value.length > 0;
}
