import { writeAscii, writeUnsigned } from '../digits.js';
import { writeToHour } from '../formatted-time.js';
import { calendarWidth, type Instants, offsetText } from '../instants.js';
import { copyLiteral, type Literals } from './literals.js';

/** What a part of a text takes from the hour: a number of the calendar as it stands, or one of these. */
export const hourPart = {
  /** Nothing: the text ends here. */
  none: -1,
  /** Year to hour of a formatted time: `2016-06-20T08:`. */
  formatted: 6,
  /** UTC offset of a formatted time: `-07:00`. */
  offset: 7,
} as const;

/** Longest text of a part. */
const longestPart = 24;

interface Piece {
  readonly literalStart: number;
  readonly literalLength: number;
  readonly part: number;
  /** Added to a number of the calendar. */
  readonly addend: number;
  /** Where the part was written (-1: nowhere yet), and what for. */
  position: number;
  value: number;
}

/** JSON text that stays the same within an hour of local time: literals, each with a part behind it. */
export class HourlyText {
  readonly #pieces: Piece[] = [];
  #length = 0;
  /** The hour that the text is written for. */
  hour = -1;
  /** Most bytes that the text takes. */
  longest = 0;

  constructor(
    readonly instants: Instants,
    private readonly literals: Literals,
  ) {}

  /** Adds a literal and what follows it. @param addend added to a number of the calendar */
  add(literal: string, part: number, addend: number): void {
    const literalStart = this.literals.add(literal);
    const literalLength = this.literals.lengthOfLast;
    this.#pieces.push({ literalStart, literalLength, part, addend, position: -1, value: Number.NaN });
    this.longest += literalLength + longestPart;
  }

  /**
   * Writes the text of an hour to the place among the literals where that of the hour before stands, from the first
   * part on that differs.
   * @returns its length in bytes
   */
  write(hour: number, word: number): number {
    this.hour = hour;
    const { words, view } = this.literals;
    const { calendar } = this.instants;
    let position = -1;
    for (const piece of this.#pieces) {
      const value = partValue(piece, calendar, hour);
      if (position < 0 && value === piece.value) continue;
      if (position >= 0 || piece.position < 0) {
        const start = position >= 0 ? position : word * 8;
        position = copyLiteral(words, piece.literalStart, piece.literalLength, view, start);
      } else position = piece.position;
      piece.position = position;
      piece.value = value;
      if (piece.part === hourPart.formatted) position = writeToHour(view, position, calendar, hour);
      else if (piece.part === hourPart.offset) position = writeAscii(view, position, offsetText(value));
      else if (piece.part !== hourPart.none) {
        if (value < 0) view.setUint8(position++, 45);
        position = writeUnsigned(view, position, Math.abs(value));
      }
    }
    if (position >= 0) this.#length = position - word * 8;
    return this.#length;
  }
}

/** A number that is the same in two hours only if the part is. */
function partValue({ part, addend }: Piece, calendar: Int32Array, hour: number): number {
  const at = hour * calendarWidth;
  if (part === hourPart.none) return 0;
  if (part === hourPart.offset) return calendar[at + 5]!;
  if (part !== hourPart.formatted) return calendar[at + part]! + addend;
  return calendar[at]! * 1e6 + calendar[at + 1]! * 1e4 + calendar[at + 2]! * 100 + calendar[at + 3]!;
}
