import { MongoClient, type MongoClientOptions, MongoServerSelectionError } from 'mongodb';

/** An operation has not ended in time. Whether it was carried out is not known. */
export class OperationLost extends Error {
  override readonly name = 'OperationLost';
}

/**
 * A client of which every operation ends. The driver waits for ever for a request to be sent where the connection closes
 * before it could be, whatever its time-outs, and such a request keeps its place among the connections. Those by which the
 * driver looks for servers may wait like that as well, and then it finds none any more. After either a new client takes
 * over.
 */
export class BoundedClient {
  #client: MongoClient;
  /** Clients that others may still be using, and when they are closed. */
  readonly #left = new Map<MongoClient, NodeJS.Timeout>();

  /**
   * @param bound milliseconds after which an operation is lost: longer than all time-outs of the driver take
   * @throws Error when the connection string is not valid
   */
  constructor(
    private readonly url: string,
    private readonly options: MongoClientOptions,
    private readonly bound: number,
  ) {
    this.#client = new MongoClient(url, options);
  }

  /** @throws OperationLost, and what the operation throws */
  async run<T>(operation: (client: MongoClient) => Promise<T>): Promise<T> {
    const client = this.#client;
    let timer: NodeJS.Timeout | undefined;
    const end = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        this.#leave(client);
        reject(new OperationLost());
      }, this.bound);
    });
    try {
      return await Promise.race([operation(client), end]);
    } catch (error) {
      if (error instanceof MongoServerSelectionError) this.#leave(client);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    for (const timer of this.#left.values()) clearTimeout(timer);
    await Promise.all([this.#client, ...this.#left.keys()].map((client) => client.close()));
    this.#left.clear();
  }

  #leave(client: MongoClient): void {
    if (client !== this.#client) return;
    this.#client = new MongoClient(this.url, this.options);
    // By then whatever was begun with it has ended, or is lost as well.
    const timer = setTimeout(() => {
      this.#left.delete(client);
      client.close().catch(() => undefined);
    }, this.bound);
    this.#left.set(client, timer.unref());
  }
}
