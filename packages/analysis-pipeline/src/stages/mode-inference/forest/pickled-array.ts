import { unzlibSync } from 'fflate';

/**
 * An array of numpy as jsonpickle writes it: one of up to 16 elements as a list, a longer one as its bytes, compressed
 * by zlib and in base64.
 */
export interface PickledArray<Element> {
  readonly values: readonly Element[] | string;
  /** Elements of each dimension; there when the values are bytes. */
  readonly shape?: readonly number[];
  /** Type of the elements; for records their members with their types. */
  readonly dtype?: string;
  readonly byteorder?: string;
}

/** Members of a tree's nodes that prediction needs; the rest of a record follows them. */
const nodeMembers = ['left_child', 'right_child', 'feature', 'threshold'];
const memberBytes = 8;

/** The columns of a tree's nodes: left and right child, feature, threshold. @throws TypeError, RangeError */
export function nodeColumns(
  nodes: PickledArray<{ readonly 'py/tuple': readonly number[] }>,
): [left: number[], right: number[], feature: number[], threshold: number[]] {
  const { values } = nodes;
  const rows = typeof values === 'string' ? nodeRecords(nodes) : values.map((node) => node['py/tuple']);
  const column = (index: number): number[] => rows.map((row) => row[index]!);
  return [column(0), column(1), column(2), column(3)];
}

/** The numbers of each class at each node of a tree. @throws TypeError, RangeError */
export function countsOfNodes(
  values: PickledArray<readonly (readonly number[])[]>,
): readonly (readonly number[])[] {
  if (typeof values.values !== 'string') return values.values.map(([counts = []]) => counts);
  if (values.dtype !== 'float64') throw new TypeError('the counts of a forest are no doubles');
  const [nodes = 0, outputs, classes = 0] = values.shape ?? [];
  if (outputs !== 1) throw new TypeError('a forest tells more than one thing');
  const { view, isLittleEndian } = bytesOf(values, nodes * classes * memberBytes);
  return Array.from({ length: nodes }, (_, node) =>
    Array.from({ length: classes }, (_, index) =>
      view.getFloat64((node * classes + index) * memberBytes, isLittleEndian),
    ),
  );
}

/** Records as the beginning of their bytes says: three whole numbers and a double. Releases differ in what follows. */
function nodeRecords(nodes: PickledArray<unknown>): number[][] {
  const members = nodes.dtype?.match(/left_child|right_child|feature|threshold/g) ?? [];
  if (members.join() !== nodeMembers.join()) throw new TypeError('the nodes of a forest are of another kind');
  const [count = 0] = nodes.shape ?? [];
  const { view, isLittleEndian } = bytesOf(nodes, count * nodeMembers.length * memberBytes);
  const size = view.byteLength / count;
  if (!Number.isInteger(size)) throw new TypeError('the nodes of a forest are cut off');
  const whole = (at: number): number => Number(view.getBigInt64(at, isLittleEndian));
  return Array.from({ length: count }, (_, node) => {
    const start = node * size;
    const threshold = view.getFloat64(start + 3 * memberBytes, isLittleEndian);
    return [whole(start), whole(start + memberBytes), whole(start + 2 * memberBytes), threshold];
  });
}

function bytesOf(
  { values, byteorder }: PickledArray<unknown>,
  least: number,
): { view: DataView; isLittleEndian: boolean } {
  const packed = Uint8Array.from(atob(values as string), (character) => character.charCodeAt(0));
  const bytes = unzlibSync(packed);
  if (bytes.length < least) throw new TypeError('an array is cut off');
  return {
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    isLittleEndian: byteorder !== '>',
  };
}
