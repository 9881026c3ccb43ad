import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { databaseError, isPassing } from './driver-error.js';

/** What becomes of a request on a connection that has been ended. */
async function writtenAfterEnd(): Promise<unknown> {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connection = connect((server.address() as AddressInfo).port, '127.0.0.1');
  const failed = once(connection, 'error');
  connection.end();
  connection.write('request');
  const [error] = await failed;
  server.close();
  return error;
}

/** What becomes of a request to a server that is gone. */
async function refused(): Promise<unknown> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const [error] = await once(connect(port, '127.0.0.1'), 'error');
  return error;
}

describe('an error that the driver hands on as it got it', () => {
  it.each([
    ['of a connection that has ended', writtenAfterEnd],
    ['of a server that is not there', refused],
  ])('%s passes, and has a typed form', async (_, fail) => {
    const error = await fail();
    expect(isPassing(error)).toBe(true);
    expect(databaseError(error)).toMatchObject({ code: 'service-unavailable' });
  });

  it('is left as it is where it says that the program is wrong', () => {
    const wrong = Object.assign(new TypeError('wrong'), { code: 'ERR_INVALID_ARG_TYPE' });
    expect(isPassing(wrong)).toBe(false);
    expect(() => databaseError(wrong)).toThrow(wrong);
  });
});
