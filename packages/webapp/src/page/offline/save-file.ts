/** A file that is made piece by piece. */
export interface MadeFile {
  /** As in `diary-2026-11.gpx`. */
  readonly name: string;
  readonly contentType: string;
  readonly pieces: AsyncIterable<string>;
}

/**
 * Gives a file to the browser's downloads. It is written to disk as it comes where the service worker can pass it on,
 * else at the end.
 * @returns once all of it was handed over
 */
export async function saveFile(file: MadeFile): Promise<void> {
  const worker = navigator.serviceWorker?.controller;
  const { readable, finished } = streamOf(file.pieces);
  if (worker && (await announce(worker, file, readable))) {
    location.assign(pathOf(file));
    return finished;
  }
  const blob = await new Response(readable, { headers: { 'content-type': file.contentType } }).blob();
  saveBlob(blob, file.name);
}

/** Gives a file that is complete to the browser's downloads. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function pathOf({ name }: MadeFile): string {
  return `/downloads/${name}`;
}

/** Whether the worker has taken the stream over. */
async function announce(worker: ServiceWorker, file: MadeFile, content: ReadableStream): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  const ready = new Promise<boolean>((resolve) => {
    port1.onmessage = () => resolve(true);
  });
  try {
    const { name, contentType } = file;
    worker.postMessage({ type: 'download', path: pathOf(file), name, contentType, content }, [
      content,
      port2,
    ]);
  } catch {
    // Not every browser can hand a stream to another thread.
    return false;
  }
  return ready;
}

function streamOf(pieces: AsyncIterable<string>): {
  readable: ReadableStream<Uint8Array>;
  finished: Promise<void>;
} {
  const encoder = new TextEncoder();
  const iterator = pieces[Symbol.asyncIterator]();
  let resolve = () => {};
  let reject: (reason: unknown) => void = () => {};
  const finished = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  const readable = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (!done) controller.enqueue(encoder.encode(value));
        else {
          controller.close();
          resolve();
        }
      } catch (error) {
        controller.error(error);
        reject(error);
      }
    },
    async cancel() {
      await iterator.return?.();
      resolve();
    },
  });
  return { readable, finished };
}
