import type { Documents } from '@sojourn/datamodel/client';
import { earliestLate, type LateEntries } from '../stages/index.js';
import type { ArchiveContent } from './archive-file.js';
import type { Period } from './periods.js';

/** An archive of a person that was read back whole after it was written. */
export interface Archive extends Period, ArchiveContent {
  /** Name of the file in the person's folder. */
  readonly file: string;
  /**
   * Where what phones sensed is: `stored` as well, `leaving` the store or coming back to it, or `purged` from it and
   * only here.
   */
  readonly state: 'stored' | 'leaving' | 'purged';
  /** What arrived for its days after it was written, and was not made use of while the rest was away. */
  readonly late?: LateEntries;
}

const name = 'archives';

/** The person's archives, oldest first, as a document that is sealed like all their data. */
export class ArchiveList {
  readonly #documents: Documents;
  #version: number | null = null;
  #archives: readonly Archive[] = [];

  private constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** @throws SojournError `person-locked` */
  static async read(documents: Documents): Promise<ArchiveList> {
    const list = new ArchiveList(documents);
    const stored = await documents.get(name);
    if (stored !== undefined) {
      list.#version = stored.version;
      list.#archives = (stored.value as { archives: Archive[] }).archives;
    }
    return list;
  }

  get archives(): readonly Archive[] {
    return this.#archives;
  }

  /** When the last archive ends, Unix seconds; null when there is none. */
  get end(): number | null {
    return this.#archives.at(-1)?.end ?? null;
  }

  /** Up to when something is only in archives, one aside; null when all else is in the store. */
  purgedUpTo(aside: Archive): number | null {
    const purged = this.#archives.filter(({ state, file }) => state !== 'stored' && file !== aside.file);
    return purged.at(-1)?.end ?? null;
  }

  /** @throws SojournError `version-conflict` when somebody else changed the list meanwhile */
  async add(archive: Archive): Promise<void> {
    await this.#write([...this.#archives, archive]);
  }

  /** @throws SojournError `version-conflict` when somebody else changed the list meanwhile */
  async setState({ file }: Archive, state: Archive['state'], late?: LateEntries): Promise<void> {
    await this.#write(
      this.#archives.map((archive) =>
        archive.file === file ? { ...archive, state, ...(late === undefined ? {} : { late }) } : archive,
      ),
    );
  }

  /** The earliest of all that was not made use of while the rest was away; undefined when there is nothing. */
  get late(): LateEntries | undefined {
    return earliestLate(this.#archives.map(({ late }) => late));
  }

  /** Says that all of it is made use of. @throws SojournError `version-conflict` */
  async settleLate(): Promise<void> {
    await this.#write(this.#archives.map(({ late: _, ...archive }) => archive));
  }

  async #write(archives: readonly Archive[]): Promise<void> {
    const { version } = await this.#documents.put(name, { archives }, this.#version);
    this.#version = version;
    this.#archives = archives;
  }
}
