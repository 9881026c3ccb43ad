import { type Engine, type EngineChange, MovableEngine } from '../engine/index.js';

/** An engine that ends after so many changes, as if the machine had lost its power: `cut off`. */
export class DyingEngine extends MovableEngine {
  constructor(
    engine: Engine,
    private left: number,
  ) {
    super(engine, false);
  }

  override async commit(person: string, change: EngineChange): Promise<number> {
    this.#spend();
    return super.commit(person, change);
  }

  override async putGlobalDocument(name: string, bytes: Uint8Array | null, expectVersion: number | null) {
    this.#spend();
    return super.putGlobalDocument(name, bytes, expectVersion);
  }

  override async erase(person: string): Promise<void> {
    this.#spend();
    return super.erase(person);
  }

  override async vacuum(): Promise<void> {
    this.#spend();
    return super.vacuum();
  }

  #spend(): void {
    if (this.left-- <= 0) throw new Error('cut off');
  }
}
