import { type MemberKind, type PlannedMember, planConversion } from '@sojourn/datamodel/formats';
import { storedPoint } from '@sojourn/datamodel/geo';
import { isKnownZone, zoneOffset } from '@sojourn/datamodel/time';
import {
  type EntryColumns,
  type KnownTime,
  localFields,
  objectText,
  type Shape,
  type ShapeTree,
  shapeOf,
} from '../../block/index.js';

/** Seconds between which local dates follow from times by plain arithmetic: the years 1970 to 2099. */
const plainTimes = { from: 0, to: 4_102_444_800 };
const envelope = ['_id', 'user_id', 'metadata', 'data'];

type ObjectTree = Extract<ShapeTree, { is: 'object' }>;
type Column = ArrayLike<unknown>;

/**
 * Entries of one shape, as phones have sent them, in the common form: what `toCommonForm` makes of each. Undefined where
 * it has to look at each entry.
 * @param key of the stream of all of them
 */
export function commonFormColumns(
  { shape, columns, count }: EntryColumns,
  key: string,
  platform: string | undefined,
): EntryColumns | undefined {
  const parts = partsOf(shape);
  if (parts === undefined) return undefined;
  const at = (...path: string[]): Column | undefined => columns[shape.leafAt(path)];
  const sent: Sent = { shape, columns, count, data: parts.data };
  const plan = planConversion(key, platform, kindsOf(parts.data, shape));
  const zones = at('metadata', 'time_zone') as ArrayLike<string> | undefined;
  if (plan === undefined || zones === undefined) return undefined;
  const writeTimes = offsetsOf(at('metadata', 'write_ts'), zones);
  const needsTimes = plan.some((member) => 'time' in member && member.time === 'member');
  const times = needsTimes ? offsetsOf(at('data', 'ts'), zones) : undefined;
  if (writeTimes === undefined || (needsTimes && times === undefined)) return undefined;
  const target = new Target(sent, zones);
  const text = target.entry(parts.root, plan);
  return text === undefined ? undefined : target.finish(shapeOf(text), writeTimes, times);
}

/** What is converted. */
interface Sent extends EntryColumns {
  readonly data: ObjectTree;
}

function partsOf(shape: Shape): { readonly root: ObjectTree; readonly data: ObjectTree } | undefined {
  const root = shape.tree;
  if (root.is !== 'object' || root.members.length !== envelope.length) return undefined;
  const members = new Map(root.members);
  const metadata = members.get('metadata');
  const data = members.get('data');
  if (!envelope.every((name) => members.has(name))) return undefined;
  if (metadata?.is !== 'object' || data?.is !== 'object') return undefined;
  const isConverted = metadata.members.some(
    ([name]) => name === 'write_local_dt' || name === 'write_fmt_time',
  );
  return isConverted ? undefined : { root, data };
}

const kinds: Readonly<Record<string, MemberKind>> = { n: 'number', s: 'text', b: 'flag' };

function kindsOf({ members }: ObjectTree, shape: Shape): Map<string, MemberKind> {
  const kindOf = (tree: ShapeTree) => (tree.is === 'leaf' ? kinds[shape.leaves[tree.leaf]!.type] : undefined);
  return new Map(members.map(([name, tree]) => [name, kindOf(tree) ?? 'other']));
}

/** UTC offsets of times in zones; undefined where one of them is no plain one. */
function offsetsOf(times: Column | undefined, zones: ArrayLike<string>): Int32Array | undefined {
  if (times === undefined) return undefined;
  const offsets = new Int32Array(times.length);
  for (let row = 0; row < offsets.length; row++) {
    const time = times[row] as number;
    if (!(time >= plainTimes.from && time < plainTimes.to) || !isKnownZone(zones[row])) return undefined;
    offsets[row] = zoneOffset(time, zones[row]!);
    if (offsets[row]! % 60 !== 0) return undefined;
  }
  return offsets;
}

/** The converted entries as they are put together: the text of their shape, and a column for each leaf in it. */
class Target {
  readonly #columns: Column[] = [];
  readonly #dates: { readonly leaf: number; readonly field: number; readonly ofWriting: boolean }[] = [];
  readonly #texts: { readonly leaf: number; readonly ofWriting: boolean }[] = [];

  constructor(
    private readonly sent: Sent,
    private readonly zones: ArrayLike<string>,
  ) {}

  entry(root: ObjectTree, plan: readonly PlannedMember[]): string | undefined {
    const members: [string, string][] = [];
    for (const [name, tree] of root.members) {
      const text =
        name === 'data'
          ? this.#data(plan)
          : name === 'metadata'
            ? this.#metadata(tree as ObjectTree)
            : this.#same(tree);
      if (text === undefined) return undefined;
      members.push([name, text]);
    }
    return objectText(members);
  }

  finish(shape: Shape, writeOffsets: Int32Array, offsets: Int32Array | undefined): EntryColumns {
    const writeTime = shape.leafAt(['metadata', 'write_ts']);
    const ownTime = shape.leafAt(['data', 'ts']);
    const timeOf = (ofWriting: boolean) => (ofWriting ? writeTime : ownTime);
    const derivations = new Map<number, KnownTime>();
    for (const { leaf, field, ofWriting } of this.#dates)
      derivations.set(leaf, { leaf, from: 'local', time: timeOf(ofWriting), field });
    for (const { leaf, ofWriting } of this.#texts)
      derivations.set(leaf, { leaf, from: 'formatted', time: timeOf(ofWriting) });
    const offsetsByTime = new Map([[writeTime, writeOffsets]]);
    if (offsets !== undefined) offsetsByTime.set(ownTime, offsets);
    const { count } = this.sent;
    return { shape, columns: this.#columns, count, known: { derivations, offsets: offsetsByTime } };
  }

  #metadata(tree: ObjectTree): string {
    const members = tree.members.map(([name, member]): [string, string] => [name, this.#same(member)]);
    return objectText([
      ...members,
      ['write_local_dt', this.#localDate(true)],
      ['write_fmt_time', this.#formatted(true)],
    ]);
  }

  #data(plan: readonly PlannedMember[]): string | undefined {
    const members: [string, string][] = [];
    for (const member of plan) {
      const text = this.#member(member);
      if (text === undefined) return undefined;
      members.push([member.name, text]);
    }
    return objectText(members);
  }

  #member(member: PlannedMember): string | undefined {
    switch (member.as) {
      case 'member':
        return this.#same(new Map(this.sent.data.members).get(member.member)!);
      case 'write-time':
        return this.#leaf('n', this.sent.columns[this.sent.shape.leafAt(['metadata', 'write_ts'])]!);
      case 'value':
        return this.#computed(member);
      case 'local-date':
        return this.#localDate(member.time === 'write-time');
      case 'formatted-time':
        return this.#formatted(member.time === 'write-time');
      case 'position':
        return this.#position();
    }
  }

  #same(tree: ShapeTree): string {
    switch (tree.is) {
      case 'leaf':
        return this.#leaf(this.sent.shape.leaves[tree.leaf]!.type, this.sent.columns[tree.leaf]!);
      case 'null':
        return 'z';
      case 'tuple':
        return `[${tree.elements.map((element) => this.#same(element)).join('')}]`;
      case 'object':
        return objectText(tree.members.map(([name, member]) => [name, this.#same(member)]));
    }
  }

  #leaf(type: string, column: Column): string {
    this.#columns.push(column);
    return type;
  }

  #computed({ of, value }: Extract<PlannedMember, { as: 'value' }>): string | undefined {
    const columns = of.map((name) => this.#dataColumn(name));
    const computed: number[] = [];
    for (let row = 0; row < this.sent.count; row++) {
      const values: Record<string, unknown> = {};
      for (const [index, name] of of.entries()) values[name] = columns[index]![row];
      const result = value(values);
      if (result === undefined) return undefined;
      computed.push(result);
    }
    return this.#leaf('n', computed);
  }

  #localDate(ofWriting: boolean): string {
    const fields = localFields.map((name, field): [string, string] => {
      this.#dates.push({ leaf: this.#columns.length, field, ofWriting });
      return [name, this.#leaf('n', [])];
    });
    return objectText([...fields, ['timezone', this.#leaf('s', this.zones)]]);
  }

  #formatted(ofWriting: boolean): string {
    this.#texts.push({ leaf: this.#columns.length, ofWriting });
    return this.#leaf('s', []);
  }

  #position(): string | undefined {
    const longitudes = this.#dataColumn('longitude') as ArrayLike<number>;
    const latitudes = this.#dataColumn('latitude') as ArrayLike<number>;
    const points = Array.from(longitudes, (longitude, row) => storedPoint(longitude, latitudes[row]!));
    const isPlace = ({ coordinates }: (typeof points)[number]) => !coordinates.some(Number.isNaN);
    if (!points.every(isPlace)) return undefined;
    const type = this.#leaf('s', new Array(points.length).fill('Point'));
    const longitude = this.#leaf(
      'n',
      points.map(({ coordinates }) => coordinates[0]),
    );
    const latitude = this.#leaf(
      'n',
      points.map(({ coordinates }) => coordinates[1]),
    );
    return objectText([
      ['type', type],
      ['coordinates', `[${longitude}${latitude}]`],
    ]);
  }

  #dataColumn(name: string): Column {
    return this.sent.columns[this.sent.shape.leafAt(['data', name])]!;
  }
}
