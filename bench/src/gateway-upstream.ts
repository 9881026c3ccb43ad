import http from 'node:http';

// A service that costs as little as possible, so that the figures are about what stands before it.
const body = JSON.stringify({
  entries: Array.from({ length: 8 }, (_, index) => ({ ts: index, speed: index * 1.5, mode: 'walking' })),
});
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };

const server = http.createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume();
  request.once('end', () => response.writeHead(200, headers).end(body));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify({ ready: server.address() })}\n`));
