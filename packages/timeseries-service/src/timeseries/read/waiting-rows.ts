import { layoutText, RowColumns } from '@sojourn/datamodel/wire';
import type { ColumnBlock, Leaves } from '../../block/index.js';
import type { UsercacheRow, WaitingUploads } from '../timeseries.js';

/** A row of the usercache, still within its block. */
export interface WaitingRow {
  readonly opened: ColumnBlock;
  readonly row: number;
  readonly arrival: number;
  /** `metadata.write_ts`. */
  readonly time: number;
}

/** Rows of one layout, wherever they come from. */
interface Group {
  readonly positions: number[];
  readonly arrivals: number[];
  /** Of each row: the columns that it stands in, and where. */
  readonly sources: (readonly ArrayLike<unknown>[])[];
  readonly places: number[];
}

/** Rows of the usercache in order, made into whatever is asked for. */
export class WaitingRows implements WaitingUploads {
  constructor(private readonly found: readonly WaitingRow[]) {}

  rows(): UsercacheRow[] {
    const rowsOf = new Map<ColumnBlock, number[]>();
    for (const { opened, row } of this.found) {
      const rows = rowsOf.get(opened);
      if (rows === undefined) rowsOf.set(opened, [row]);
      else rows.push(row);
    }
    const entriesOf = new Map(
      Array.from(rowsOf, ([opened, rows]) => [opened, opened.objects(rows).values()]),
    );
    return this.found.map(({ opened, arrival }) => ({
      arrival,
      entry: entriesOf.get(opened)!.next().value!,
    }));
  }

  columns(): RowColumns {
    const byLeaves = new Map<Leaves, { readonly group: Group; readonly columns: ArrayLike<unknown>[] }>();
    const byLayout = new Map<string, Group>();
    for (const [position, { opened, row, arrival }] of this.found.entries()) {
      const { of, place } = opened.leaves(row);
      let known = byLeaves.get(of);
      if (known === undefined) {
        known = { group: groupOf(byLayout, rowLayout(of)), columns: of.columns() };
        byLeaves.set(of, known);
      }
      const { group, columns } = known;
      group.positions.push(position);
      group.arrivals.push(arrival);
      group.sources.push(columns);
      group.places.push(place);
    }
    const groups = Array.from(byLayout, ([structure, { positions, arrivals, sources, places }]) => {
      const columns = sources[0]!.map((_, leaf) => places.map((place, row) => sources[row]![leaf]![place]));
      return { structure, columns: [arrivals, ...columns], positions };
    });
    return new RowColumns(this.found.length, groups);
  }
}

function groupOf(groups: Map<string, Group>, layout: string): Group {
  let group = groups.get(layout);
  if (group === undefined) {
    group = { positions: [], arrivals: [], sources: [], places: [] };
    groups.set(layout, group);
  }
  return group;
}

/** Layout of a `UsercacheRow` whose entry has some leaves. */
function rowLayout({ layout }: Leaves): string {
  const arrival = { is: 'leaf', type: 'n', column: 0 } as const;
  return layoutText({
    is: 'object',
    members: [
      ['arrival', arrival],
      ['entry', layout],
    ],
  });
}
