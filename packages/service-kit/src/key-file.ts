import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SojournError } from '@sojourn/datamodel';

/**
 * Reads a secret of `length` bytes from a file, or makes it at first start: mode 0600, base64url text.
 * Processes that start together all get the secret of the one that was first.
 * @throws SojournError `key-file-unsafe` when others may read the file, `config-invalid` when it holds
 *   something else
 */
export async function readOrCreateKeyFile(path: string, length = 32): Promise<Uint8Array> {
  if (!(await exists(path))) await create(path, randomBytes(length));
  const { mode } = await stat(path);
  // Windows has no such modes; the folder's access list protects the file there.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new SojournError('key-file-unsafe', { detail: `${path} has mode ${(mode & 0o777).toString(8)}` });
  }
  const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64url');
  if (key.length !== length) {
    throw new SojournError('config-invalid', { detail: `${path} does not hold a key of ${length} bytes` });
  }
  return key;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** A link appears whole or not at all, and never replaces a file that is there already. */
async function create(path: string, key: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${key.toString('base64url')}\n`);
    await file.sync();
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await file.close();
    await unlink(draft);
  }
}
