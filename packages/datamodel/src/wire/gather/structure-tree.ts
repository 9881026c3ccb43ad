/**
 * Steps of a walk through a row: what stands at a member, start and end of an object, a tuple with so many numbers, and a
 * nested value of some kind.
 */
export const step = {
  number: 1,
  text: 2,
  boolean: 3,
  big: 4,
  nothing: 5,
  open: 6,
  close: 7,
  tuple: 16,
  nested: 32,
} as const;

/** A node with more edges than this looks them up by name. */
const fewEdges = 8;

/**
 * Tree of all structures seen: one edge for each member and what stands there. Walking a row along it finds the row's
 * structure without building anything.
 */
export class StructureNode<Structure> {
  readonly #edges: StructureNode<Structure>[] = [];
  #others: Map<string, StructureNode<Structure>> | undefined;
  /** Structure of the rows that end here, once there was one. */
  structure: Structure | undefined;

  constructor(
    readonly name: string,
    readonly step: number,
  ) {}

  /** The node behind a member, undefined where no walk has led so far. */
  next(name: string, step: number): StructureNode<Structure> | undefined {
    const edges = this.#edges;
    for (let index = 0; index < edges.length; index++) {
      const edge = edges[index]!;
      if (edge.name === name && edge.step === step) return edge;
    }
    return this.#others?.get(`${step} ${name}`);
  }

  grow(name: string, step: number): StructureNode<Structure> {
    const node = new StructureNode<Structure>(name, step);
    if (this.#edges.length < fewEdges) this.#edges.push(node);
    else {
      this.#others ??= new Map();
      this.#others.set(`${step} ${name}`, node);
    }
    return node;
  }
}
