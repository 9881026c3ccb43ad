/** Work that nobody waits for, until the end. What fails is left to whoever comes by next. */
export class BackgroundWork {
  readonly #running = new Set<Promise<void>>();

  start(work: () => Promise<void>): void {
    const running: Promise<void> = work()
      .catch(() => {})
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async end(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
