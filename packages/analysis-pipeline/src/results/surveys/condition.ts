import jsep, { type Expression } from 'jsep';

/** What a condition may speak of, by name. */
export type Facts = Readonly<Record<string, unknown>>;

// Conditions are written in JavaScript or in Python; both have these words for the same thing or none of them.
jsep.addBinaryOp('or', 1);
jsep.addBinaryOp('and', 2);
jsep.addBinaryOp('in', 7);
jsep.addBinaryOp('not in', 7);
jsep.addUnaryOp('not');
jsep.addLiteral('True', true);
jsep.addLiteral('False', false);
jsep.addLiteral('None', null);

const comparisons: Readonly<Record<string, (left: never, right: never) => unknown>> = {
  '==': (left, right) => left === right,
  '===': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '!==': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  in: (left, right) => isIn(left, right),
  'not in': (left, right) => !isIn(left, right),
};
const arithmetic: Readonly<Record<string, (left: never, right: never) => unknown>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

/** Functions that conditions may call. */
const functions: Readonly<Record<string, (...values: never[]) => unknown>> = { pointIsWithinBounds };

/**
 * Whether a condition holds. It is read, never run as a program: it can compare facts and calculate with them, and
 * nothing else.
 * @throws Error when it cannot be read or speaks of what there is not
 */
export function holds(condition: string, facts: Facts): boolean {
  return Boolean(evaluate(jsep(condition), facts));
}

function evaluate(node: Expression, facts: Facts): unknown {
  switch (node.type) {
    case 'Literal':
      return node.value;
    case 'Identifier':
      return memberOf(facts, node.name as string);
    case 'ArrayExpression':
      return (node.elements as Expression[]).map((element) => evaluate(element, facts));
    case 'MemberExpression': {
      const property = node.property as Expression;
      const name = node.computed ? evaluate(property, facts) : property.name;
      return memberOf(evaluate(node.object as Expression, facts), name as string | number);
    }
    case 'UnaryExpression':
      return unary(node.operator as string, evaluate(node.argument as Expression, facts));
    case 'BinaryExpression':
      return binary(node, facts);
    case 'CallExpression': {
      const called = memberOf(functions, (node.callee as Expression).name as string);
      const values = (node.arguments as Expression[]).map((argument) => evaluate(argument, facts));
      return (called as (...values: unknown[]) => unknown)(...values);
    }
    default:
      throw new SyntaxError('the condition is no comparison');
  }
}

function unary(operator: string, value: unknown): unknown {
  if (operator === '!' || operator === 'not') return !value;
  if (operator === '-') return -(value as number);
  throw new SyntaxError('the condition is no comparison');
}

function binary(node: Expression, facts: Facts): unknown {
  const operator = node.operator as string;
  const [left, right] = [node.left as Expression, node.right as Expression];
  // `not a == b` is about the comparison, unlike `!a == b`.
  if (Object.hasOwn(comparisons, operator) && left.type === 'UnaryExpression' && left.operator === 'not') {
    return !binary({ ...node, left: left.argument } as Expression, facts);
  }
  const one = evaluate(left, facts);
  if (operator === '&&' || operator === 'and') return one && evaluate(right, facts);
  if (operator === '||' || operator === 'or') return one || evaluate(right, facts);
  const operation = memberOf({ ...comparisons, ...arithmetic }, operator);
  return (operation as (left: unknown, right: unknown) => unknown)(one, evaluate(right, facts));
}

/** A member that is an object's own: what objects inherit is no fact. */
function memberOf(holder: unknown, name: string | number): unknown {
  const object = (typeof holder === 'string' ? [...holder] : holder) as Record<string | number, unknown>;
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, name)) {
    throw new ReferenceError('the condition speaks of what there is not');
  }
  return object[name];
}

/** Whether something is an element of a list, a part of a text or the name of a member. */
function isIn(value: unknown, holder: unknown): boolean {
  if (typeof holder === 'string') return holder.includes(String(value));
  return (Array.isArray(holder) ? holder : Object.keys(holder as object)).includes(value);
}

type Position = readonly [longitude: number, latitude: number];

/** Whether a position is within a rectangle, its edges left out, given by its north-west and its south-east corner. */
function pointIsWithinBounds(
  [longitude, latitude]: Position,
  [northWest, southEast]: [Position, Position],
): boolean {
  return (
    longitude > northWest[0] && longitude < southEast[0] && latitude < northWest[1] && latitude > southEast[1]
  );
}
