import { readFile } from 'node:fs/promises';
import type { PlacedElement } from '../placed-element.js';

/**
 * The elements of a file in the JSON form of OpenStreetMap, as Overpass servers and `osmium export` write it.
 * @throws SyntaxError, TypeError when it is something else
 */
export async function readOsmJson(file: string): Promise<readonly PlacedElement[]> {
  const { elements } = JSON.parse(await readFile(file, 'utf8')) as { elements?: unknown };
  if (!Array.isArray(elements)) throw new TypeError('the file has no list of elements');
  return elements as readonly PlacedElement[];
}
