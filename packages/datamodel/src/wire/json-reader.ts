import { maximumDepth, setMember, type WireObject, type WireValue } from './value.js';

/** Why a text could not be read as JSON, and where. */
export class JsonReadError extends Error {
  override readonly name = 'JsonReadError';
  constructor(
    readonly reason: 'syntax' | 'truncated' | 'depth',
    readonly position: number,
  ) {
    super(`${reason} at ${position}`);
  }
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

const literals: readonly [text: string, value: WireValue][] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
];
const longestLiteral = 10;
const numberPattern = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
// Longer integers are beyond any 64-bit counter, and exact conversion takes time quadratic in their length.
const longestExactInteger = 40;

/**
 * Reads JSON value by value, at the caller's pace: what `JSON.parse` cannot do. Also reads bare `NaN`, `Infinity`
 * and `-Infinity`, keeps integer literals exactly that a double would print differently (as bigint), makes `__proto__` an ordinary own
 * member, and limits the nesting. Of members of the same name the last one counts, as in `JSON.parse`.
 */
export class JsonReader {
  position: number;

  constructor(
    readonly text: string,
    position = 0,
    private readonly levels = maximumDepth,
  ) {
    this.position = position;
  }

  /** The next character that is not white space, without consuming it; empty at the end. */
  peek(): string {
    this.skipSpace();
    return this.text.charAt(this.position);
  }

  /** Consumes a character, after white space, if it comes next. */
  accept(character: string): boolean {
    if (this.peek() !== character) return false;
    this.position += 1;
    return true;
  }

  atEnd(): boolean {
    return this.peek() === '';
  }

  /** @throws JsonReadError */
  value(depth = 0): WireValue {
    this.skipSpace();
    const code = this.text.charCodeAt(this.position);
    if (code === openBrace) return this.object(depth + 1);
    if (code === openBracket) return this.array(depth + 1);
    if (code === quote) return this.string();
    return this.scalar();
  }

  /** @throws JsonReadError */
  string(): string {
    if (this.peek() !== '"') throw this.failure();
    const start = this.position;
    const end = endOfString(this.text, start);
    if (end === this.text.length) throw new JsonReadError('truncated', start);
    this.position = end + 1;
    const literal = this.text.slice(start, end + 1);
    try {
      return JSON.parse(literal) as string;
    } catch {
      throw new JsonReadError('syntax', start);
    }
  }

  private object(depth: number): WireObject {
    if (depth > this.levels) throw new JsonReadError('depth', this.position);
    const object: WireObject = {};
    this.position += 1;
    if (this.accept('}')) return object;
    for (;;) {
      const name = this.string();
      if (!this.accept(':')) throw this.failure();
      setMember(object, name, this.value(depth));
      this.skipSpace();
      const code = this.text.charCodeAt(this.position);
      if (code !== comma && code !== closeBrace) throw this.failure();
      this.position += 1;
      if (code === closeBrace) return object;
    }
  }

  private array(depth: number): WireValue[] {
    if (depth > this.levels) throw new JsonReadError('depth', this.position);
    const items: WireValue[] = [];
    this.position += 1;
    if (this.accept(']')) return items;
    for (;;) {
      items.push(this.value(depth));
      this.skipSpace();
      const code = this.text.charCodeAt(this.position);
      if (code !== comma && code !== closeBracket) throw this.failure();
      this.position += 1;
      if (code === closeBracket) return items;
    }
  }

  private scalar(): WireValue {
    numberPattern.lastIndex = this.position;
    const match = numberPattern.exec(this.text);
    if (match !== null) {
      const [literal, fraction, exponent] = match;
      this.position += literal.length;
      const value = Number(literal);
      const exact = fraction !== undefined || exponent !== undefined || Number.isSafeInteger(value);
      return exact || literal.length > longestExactInteger || String(value) === literal
        ? value
        : BigInt(literal);
    }
    for (const [literal, value] of literals) {
      if (this.text.startsWith(literal, this.position)) {
        this.position += literal.length;
        return value;
      }
    }
    throw this.failure();
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.position);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.position += 1;
    }
  }

  private failure(): JsonReadError {
    const rest = this.text.slice(this.position, this.position + longestLiteral);
    const cut = literals.some(([literal]) => literal.startsWith(rest)) || /^(?:-|\.|[eE][+-]?)$/.test(rest);
    return new JsonReadError(cut ? 'truncated' : 'syntax', this.position);
  }
}

/**
 * End of the object or list that opens at a position, found by matching brackets outside strings; undefined when it
 * never closes or a bracket of the wrong kind comes first. Says where a value ends even when it cannot be read.
 */
export function balancedEnd(text: string, start: number): number | undefined {
  let open = new Uint8Array(256);
  let depth = 0;
  for (let position = start; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === quote) {
      position = endOfString(text, position);
    } else if (code === openBrace || code === openBracket) {
      if (depth === open.length) {
        const larger = new Uint8Array(depth * 2);
        larger.set(open);
        open = larger;
      }
      open[depth] = code;
      depth += 1;
    } else if (code === closeBrace || code === closeBracket) {
      depth -= 1;
      // In ASCII both closing brackets stand two after their opening ones.
      if (open[depth] !== code - 2) return undefined;
      if (depth === 0) return position + 1;
    }
  }
  return undefined;
}

/**
 * End of the value that begins at a position, by its brackets or quotes, or up to what cannot belong to a literal.
 * Of a text that is JSON this is right; whether it is, the value's own text has to show. Undefined when it never ends.
 */
export function valueEnd(text: string, start: number): number | undefined {
  const first = text.charCodeAt(start);
  if (first === openBrace || first === openBracket) return balancedEnd(text, start);
  if (first === quote) {
    const end = endOfString(text, start);
    return end < text.length ? end + 1 : undefined;
  }
  literalEnd.lastIndex = start;
  const end = literalEnd.exec(text)?.index;
  return end === start ? undefined : end;
}

const literalEnd = /[\s,\]}]/g;

function endOfString(text: string, start: number): number {
  for (let position = start + 1; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code === quote) return position;
    if (code === backslash) position += 1;
  }
  return text.length;
}
