/**
 * How a column is stored. Numbers: as one double that all rows have; as doubles; or as integers. Texts: as one constant
 * that all rows have; as texts of one length, said in front; as texts, their lengths in front; or as choices: how many
 * constants, and for each row an integer, which of them. Lists of numbers are their lengths and then a column of numbers.
 */
export const columnForm = {
  same: 0,
  doubles: 1,
  integers: 2,
  texts: 3,
  measuredTexts: 4,
  choices: 5,
} as const;
