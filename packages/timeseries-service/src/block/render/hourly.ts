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

/** JSON text that stays the same within an hour of local time: literals, each with a part behind it. */
export class HourlyText {
  readonly #starts: number[] = [];
  readonly #lengths: number[] = [];
  readonly #parts: number[] = [];
  readonly #addends: number[] = [];
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
    this.#starts.push(this.literals.add(literal));
    this.#lengths.push(this.literals.lengthOfLast);
    this.#parts.push(part);
    this.#addends.push(addend);
    this.longest += this.literals.lengthOfLast + longestPart;
  }

  /** Writes the text of an hour to a place among the literals. @returns its length in bytes */
  write(hour: number, word: number): number {
    this.hour = hour;
    const { words, view } = this.literals;
    const { calendar } = this.instants;
    const at = hour * calendarWidth;
    let position = word * 8;
    for (let index = 0; index < this.#parts.length; index++) {
      position = copyLiteral(words, this.#starts[index]!, this.#lengths[index]!, view, position);
      const part = this.#parts[index]!;
      if (part === hourPart.formatted) position = writeToHour(view, position, calendar, hour);
      else if (part === hourPart.offset) {
        position = writeAscii(view, position, offsetText(calendar[at + 5]!));
      } else if (part !== hourPart.none) {
        const value = calendar[at + part]! + this.#addends[index]!;
        if (value < 0) view.setUint8(position++, 45);
        position = writeUnsigned(view, position, Math.abs(value));
      }
    }
    return position - word * 8;
  }
}
