import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';

/** Height of a row in pixels; the style gives rows of such tables the same. */
const ROW = 40;

/** Rows of a long table near the window; only they are in the document. @param count of all rows */
export function useVirtualRows(count: number) {
  const scroller = useRef<HTMLElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const rows = virtualizer.getVirtualItems();
  return {
    /** The element that scrolls. */
    scroller,
    indexes: rows.map(({ index }) => index),
    /** Pixels that the rows before and after take. */
    above: rows[0]?.start ?? 0,
    below: virtualizer.getTotalSize() - (rows.at(-1)?.end ?? 0),
  };
}

/** Stands for rows that are not in the document. */
export function RowSpace({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr style={{ height }}>
      <td colSpan={columns} />
    </tr>
  );
}
