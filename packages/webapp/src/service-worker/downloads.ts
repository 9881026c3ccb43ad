/** What the page says about a file that it makes. */
interface ExpectedDownload {
  readonly path: string;
  readonly name: string;
  readonly contentType: string;
  readonly content: ReadableStream<Uint8Array>;
}

/** Files that a page makes piece by piece, so that the browser writes them to disk as they come. */
export interface Downloads {
  /** Takes the message of a page that is about to ask for a file. */
  expect(event: ExtendableMessageEvent): void;
  /** The file at a path, once. */
  take(path: string): Response | undefined;
}

export function createDownloads(): Downloads {
  const expected = new Map<string, ExpectedDownload>();
  return {
    expect(event) {
      const download = event.data as ExpectedDownload;
      expected.set(download.path, download);
      event.ports[0]?.postMessage('ready');
    },
    take(path) {
      const download = expected.get(path);
      if (!download) return undefined;
      expected.delete(path);
      return new Response(download.content, {
        headers: {
          'content-type': download.contentType,
          'content-disposition': `attachment; filename="${download.name}"`,
          'x-content-type-options': 'nosniff',
        },
      });
    },
  };
}
