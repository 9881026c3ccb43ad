import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandError, exitCode } from '../exit-code.js';

/** The kernel keeps 108 bytes for a socket's path, the closing zero included; 104 on macOS. */
const LONGEST_SOCKET_PATH = 103;
const LONGEST_SOCKET_NAME = 'run/timeseries-internal.sock';

/** Makes a data folder that only its owner can enter; what is inside belongs to the services. */
export async function prepareDataFolder(data: string): Promise<void> {
  if (Buffer.byteLength(join(data, LONGEST_SOCKET_NAME)) > LONGEST_SOCKET_PATH) {
    throw new CommandError(
      exitCode.failure,
      `the path of the data folder ${data} is too long for the unix sockets inside; choose a shorter one`,
    );
  }
  try {
    await mkdir(join(data, 'run'), { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new CommandError(
      exitCode.failure,
      `cannot make the data folder ${data}: ${(cause as Error).message}`,
      {
        cause,
      },
    );
  }
}

/** A data folder for one use. */
export async function createTemporaryDataFolder(): Promise<{ data: string; remove: () => Promise<void> }> {
  // Unix sockets live inside, and their paths may not be long.
  const data = await mkdtemp(join(tmpdir(), 'sojourn-'));
  await prepareDataFolder(data);
  return { data, remove: () => rm(data, { recursive: true, force: true, maxRetries: 3 }) };
}
