import type { CellKind, ColumnBlock } from '../../block/index.js';

/** How the cells of a column are held: `json` is text of something nested or of several kinds. */
export type CellType = 'number' | 'text' | 'flag' | 'json';

/** One column of a data frame. */
export interface FrameColumn {
  readonly name: string;
  readonly type: CellType;
  /** Dotted path within the entry. */
  readonly path: string;
}

interface Found {
  readonly path: readonly string[];
  readonly kinds: Set<CellKind>;
}

/** Behind the columns of the payload, as in the reference's data frames. */
const envelope: readonly FrameColumn[] = [
  { name: '_id', type: 'text', path: '_id.$oid' },
  { name: 'user_id', type: 'text', path: 'user_id.$uuid' },
  { name: 'metadata_write_ts', type: 'number', path: 'metadata.write_ts' },
];

/**
 * Finds out which columns the entries of a stream fill, without decoding any: every member of the payload, local dates
 * flattened to `<field>_year` and so on. Nested values are JSON text; so is a member that holds several kinds.
 */
export class FrameColumns {
  readonly #found = new Map<string, Found>();

  constructor(private readonly key: string) {}

  add(block: ColumnBlock): void {
    block.visitKinds('data', this.key, (path, kind) => {
      const name = path.join('_');
      let found = this.#found.get(name);
      if (!found) {
        found = { path, kinds: new Set() };
        this.#found.set(name, found);
      }
      found.kinds.add(kind);
    });
  }

  /** Whether the entries of a block fit into columns that were found earlier. */
  fits(block: ColumnBlock): boolean {
    let fitting = true;
    block.visitKinds('data', this.key, (path, kind) => {
      const kinds = this.#found.get(path.join('_'))?.kinds;
      if (!kinds?.has(kind) && !(kind === 'null' && kinds)) fitting = false;
    });
    return fitting;
  }

  /** In the order in which they were found. */
  list(): FrameColumn[] {
    const taken = new Set(envelope.map(({ name }) => name));
    const own = [...this.#found].map(([name, { path, kinds }]): FrameColumn => {
      const type = typeOf(kinds);
      const isId = type === 'text' && kinds.has('id');
      return {
        name: taken.has(name) ? `data_${name}` : name,
        type,
        path: ['data', ...path, ...(isId ? ['$oid'] : [])].join('.'),
      };
    });
    return [...own, ...envelope];
  }
}

function typeOf(kinds: ReadonlySet<CellKind>): CellType {
  const [kind, ...others] = [...kinds].filter((found) => found !== 'null');
  if (kind === undefined) return 'text';
  const isNumber = (found: CellKind) => found === 'number' || found === 'big-integer';
  if ([kind, ...others].every(isNumber)) return 'number';
  if (others.length > 0 || kind === 'nested') return 'json';
  return kind === 'flag' ? 'flag' : 'text';
}
