/**
 * Compares dotted version numbers part by part: `2.10.0` is newer than `2.9.9`, and missing parts count
 * as zero. A suffix after the number of a part (`1-beta`) is ignored.
 * @returns negative when `left` is older, positive when it is newer, 0 when they are equal
 */
export function compareVersions(left: string, right: string): number {
  const leftParts = left.split('.');
  const rightParts = right.split('.');
  const length = Math.max(leftParts.length, rightParts.length);
  for (let index = 0; index < length; index += 1) {
    const difference = partNumber(leftParts[index]) - partNumber(rightParts[index]);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}

function partNumber(part: string | undefined): number {
  const number = Number.parseInt(part ?? '0', 10);
  return Number.isNaN(number) ? 0 : number;
}
