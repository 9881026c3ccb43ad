import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BoundingBox } from '../../stages/index.js';
import { extentOf, isRoute, overlap, type PlacedElement } from '../../transit-lookup/placed-element.js';

/** A server on loopback that knows some stops and answers as Overpass servers do. */
export interface OverpassServer {
  readonly address: string;
  /** Questions that it was asked, in order. */
  readonly questions: string[];
  /** Answers to give instead, the next first. */
  readonly instead: ((response: ServerResponse) => void)[];
  /** Its status page. */
  status: string;
  stop(): Promise<void>;
}

export async function startOverpassServer(elements: readonly PlacedElement[]): Promise<OverpassServer> {
  const questions: string[] = [];
  const instead: OverpassServer['instead'] = [];
  const known = { questions, instead, status: '' };
  const server = createServer((request, response) => {
    if (request.method === 'GET' && request.url === '/api/status') {
      response.end(known.status);
      return;
    }
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      if (request.method !== 'POST' || request.url !== '/api/interpreter') {
        response.writeHead(404).end();
        return;
      }
      questions.push(body);
      const other = instead.shift();
      if (other !== undefined) other(response);
      else response.end(JSON.stringify({ version: 0.6, elements: elementsIn(elements, boxesOf(body)) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(known, {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** The boxes that a question is about. */
export function boxesOf(question: string): BoundingBox[] {
  return [...question.matchAll(/way\["railway"="station"\]\(([^)]*)\)/g)].map(([, text]) => {
    const [minimumLatitude, minimumLongitude, maximumLatitude, maximumLongitude] = text!
      .split(',')
      .map(Number) as [number, number, number, number];
    return { minimumLatitude, minimumLongitude, maximumLatitude, maximumLongitude };
  });
}

function elementsIn(elements: readonly PlacedElement[], boxes: readonly BoundingBox[]): PlacedElement[] {
  const stops = elements.filter((element) => {
    const extent = extentOf(element);
    return extent !== undefined && boxes.some((box) => overlap(extent, box));
  });
  const ids = new Set(stops.map(({ id }) => id));
  const routes = elements.filter(
    (element) => isRoute(element) && element.members?.some(({ ref }) => ids.has(ref)),
  );
  return [...stops, ...routes];
}
