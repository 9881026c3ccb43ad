import { connect } from 'node:net';
import { parseAddress, socketPath } from '@sojourn/service-kit';
import { placesOf } from './services.js';

/** Whether a timeseries service answers for a data folder; a socket that a killed one left behind does not. */
export function isRunning(data: string): Promise<boolean> {
  const address = parseAddress(placesOf(data).timeseriesInternal);
  if (address.kind !== 'unix') return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ path: socketPath(address.path) });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
