import type { Instants } from '../instants.js';

/** How a column is stored; the numbers are part of the format. */
export const encoding = {
  /** The same value in every row. */
  constant: 0,
  /** The text of every row is the person that the header names. */
  person: 1,
  /** Numbers as scaled integers. */
  decimal: 2,
  /** Numbers as bit patterns. */
  double: 3,
  /** A few distinct texts. */
  choice: 4,
  /** Texts that differ. */
  text: 5,
  boolean: 6,
  objectId: 7,
  /** Equal to another column. */
  copy: 8,
  /** A field of a local date, from a time and a UTC offset. */
  local: 9,
  /** A formatted time, from a time and a UTC offset. */
  formatted: 10,
  /** Ids of uploads, made again from what identifies an upload. */
  uploadId: 11,
  /** Lists of numbers: lengths, and all numbers as one column. */
  numberLists: 12,
  /** Lists of objects: lengths, and all objects as groups of columns. */
  objectLists: 13,
} as const;

/** Value of a leaf: a number, a boolean, or a text (big integers and nested JSON as their texts). */
export type LeafValue = number | string | boolean;

/** Rows in which a derived or scaled column says something else. */
export type Exceptions<Value extends LeafValue = LeafValue> = ReadonlyMap<number, Value>;

export interface ConstantColumn {
  readonly kind: 'constant';
  readonly value: LeafValue;
}

/** value = units / 10^scale; a negative scale multiplies. */
export interface DecimalColumn {
  readonly kind: 'decimal';
  readonly units: Float64Array;
  readonly scale: number;
  readonly exceptions: Exceptions<number> | undefined;
  /** The numbers, once somebody has asked for them. */
  values: Float64Array | undefined;
}

export interface DoubleColumn {
  readonly kind: 'double';
  readonly values: Float64Array;
}

export interface ChoiceColumn {
  readonly kind: 'choice';
  readonly codes: Uint8Array | Uint16Array | Uint32Array;
  readonly choices: readonly LeafValue[];
}

export interface TextColumn {
  readonly kind: 'text';
  readonly texts: readonly string[];
}

/** 12 bytes a row. */
export interface ObjectIdColumn {
  readonly kind: 'object-id';
  readonly bytes: Uint8Array;
  /** The same as texts, once somebody has asked for them. */
  texts: readonly string[] | undefined;
}

/** Equal to another column but for the exceptions; without exceptions the other column itself is used. */
export interface CopyColumn {
  readonly kind: 'copy';
  readonly source: Column;
  readonly exceptions: Exceptions;
}

export interface LocalColumn {
  readonly kind: 'local';
  readonly instants: Instants;
  readonly field: number;
  /** 1 for weekdays that count from 1. */
  readonly addend: number;
  readonly exceptions: Exceptions<number> | undefined;
}

export interface FormattedColumn {
  readonly kind: 'formatted';
  readonly instants: Instants;
  readonly exceptions: Exceptions<string> | undefined;
}

/** A decoded column of one group of rows. */
export type Column =
  | ConstantColumn
  | DecimalColumn
  | DoubleColumn
  | ChoiceColumn
  | TextColumn
  | ObjectIdColumn
  | CopyColumn
  | LocalColumn
  | FormattedColumn;
