import { type ColumnFilter, cellFilter, filterError } from './column-filter.js';
import { isEqual, isOrdered, type Operand, operandOf } from './comparison.js';
import { boxOf, positionOf, type Region, regionOf } from './region.js';

type Test = (value: unknown) => boolean;
type Operator = (operand: unknown, at: string) => Test;

const mostConditions = 64;
const mostOperands = 10_000;

const operators: Readonly<Record<string, Operator>> = {
  $eq: (operand, at) => equalTo(operandOf(operand, at)),
  $ne: (operand, at) => not(equalTo(operandOf(operand, at))),
  $in: (operand, at) => oneOf(operand, at),
  $nin: (operand, at) => not(oneOf(operand, at)),
  $gt: ordered((order) => order > 0),
  $gte: ordered((order) => order >= 0),
  $lt: ordered((order) => order < 0),
  $lte: ordered((order) => order <= 0),
  $exists: (operand, at) => {
    if (typeof operand !== 'boolean') throw filterError(at, 'invalid', '$exists takes true or false');
    return (value) => (value !== undefined) === operand;
  },
  $geoWithin: (operand, at) => inRegion(areaOf(operand, at)),
  $geoIntersects: (operand, at) => inRegion(geometryOf(operand, at)),
};
const known = Object.keys(operators).join(', ');

/**
 * Filters from a safe part of the query language that the reference hands to its database: a list of objects whose
 * members are dotted paths with a value or with operators; all of them must hold.
 * @param taken fields that the query uses elsewhere, with the reason why they cannot be named here
 * @throws SojournError `filter-invalid` naming the place
 */
export function conditionFilters(
  where: readonly Readonly<Record<string, unknown>>[],
  taken: ReadonlyMap<string, string>,
): ColumnFilter[] {
  const filters = where.flatMap((conditions, index) =>
    Object.entries(conditions).map(([path, condition]) => {
      const at = `where.${index}.${path}`;
      assertPath(path, at, taken);
      const test = testOf(condition, at);
      return cellFilter(path, condition, test);
    }),
  );
  if (filters.length > mostConditions) {
    throw filterError('where', 'invalid', `at most ${mostConditions} conditions are allowed`);
  }
  return filters;
}

function assertPath(path: string, at: string, taken: ReadonlyMap<string, string>): void {
  if (path.startsWith('$')) {
    throw filterError(at, 'operator-unknown', `operators stand behind a field; they are ${known}`);
  }
  const reason = taken.get(path) ?? taken.get(path.split('.', 1)[0]!);
  if (reason !== undefined) throw filterError(at, 'field-taken', reason);
  if (!/^(?:data|metadata|_id|invalid)(?:\.[^.]+)*$/.test(path)) {
    throw filterError(at, 'invalid', 'a field is a dotted path that begins with data, metadata or _id');
  }
}

function testOf(condition: unknown, at: string): Test {
  const names = operatorNames(condition);
  if (!names) return equalTo(operandOf(condition, at));
  const tests = names.map((name) => {
    const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
    if (!operator) throw filterError(`${at}.${name}`, 'operator-unknown', `the operators are ${known}`);
    return operator((condition as Record<string, unknown>)[name], `${at}.${name}`);
  });
  return (value) => tests.every((test) => test(value));
}

/** Names of an object of operators; undefined for a value to compare with. */
function operatorNames(condition: unknown): string[] | undefined {
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) return undefined;
  const names = Object.keys(condition);
  const isValue = names.length === 1 && ['$oid', '$uuid', '$date'].includes(names[0]!);
  return isValue || names.length === 0 ? undefined : names;
}

function equalTo(operand: Operand): Test {
  return (value) => isEqual(value, operand);
}

function not(test: Test): Test {
  return (value) => !test(value);
}

function oneOf(operand: unknown, at: string): Test {
  if (!Array.isArray(operand) || operand.length > mostOperands) {
    throw filterError(at, 'invalid', `a list of at most ${mostOperands} values is needed`);
  }
  const operands = operand.map((value, index) => operandOf(value, `${at}.${index}`));
  // Long lists are mostly lists of texts or numbers.
  const plain = new Set(operands.filter((value) => typeof value === 'string' || typeof value === 'number'));
  const others = operands.filter((value) => typeof value !== 'string' && typeof value !== 'number');
  const scalar = (value: unknown) =>
    plain.has(value as string) || others.some((other) => isEqual(value, other));
  return (value) => (Array.isArray(value) ? value.some(scalar) || scalar(value) : scalar(value));
}

function ordered(accept: (order: number) => boolean): Operator {
  return (operand, at) => {
    const than = operandOf(operand, at);
    if (than === null || typeof than === 'boolean') {
      throw filterError(at, 'invalid', 'only numbers, texts, ids and dates have an order');
    }
    return (value) => isOrdered(value, than, accept);
  };
}

function inRegion(region: Region): Test {
  return (value) => {
    const position = positionOf(value);
    return position !== undefined && region.contains(position);
  };
}

function areaOf(operand: unknown, at: string): Region {
  const { $box, $polygon } = (operand ?? {}) as { $box?: unknown; $polygon?: unknown };
  if ($box !== undefined) return boxOf($box, `${at}.$box`);
  if ($polygon !== undefined) {
    return regionOf({ type: 'Polygon', coordinates: [$polygon] }, `${at}.$polygon`);
  }
  return geometryOf(operand, at);
}

function geometryOf(operand: unknown, at: string): Region {
  const { $geometry } = (operand ?? {}) as { $geometry?: unknown };
  if ($geometry === undefined) {
    throw filterError(
      at,
      'invalid',
      'a region is given as $geometry, or within $geoWithin as $box or $polygon',
    );
  }
  return regionOf($geometry, `${at}.$geometry`);
}
