/** Bytes of the three lengths in front: those of the constants, of the texts and of the doubles, in bytes. */
export const prefixBytes = 12;

/** What rows are made of as bytes; each part is read from its beginning to its end. */
export interface Sections {
  /** Texts that stand for several rows, short, or such as UTF-8 cannot say. */
  readonly constants: string[];
  readonly texts: string[];
  readonly doubles: number[];
  /** Whole numbers of 32 bits. */
  readonly integers: number[];
}

/** Where numbers begin behind constants and texts: they stand at multiples of their size. */
export function numbersStart(textsEnd: number): number {
  return Math.ceil(textsEnd / 8) * 8;
}
