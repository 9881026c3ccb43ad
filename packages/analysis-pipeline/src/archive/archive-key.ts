import { isSojournError } from '@sojourn/datamodel';
import type { Documents } from '@sojourn/datamodel/client';

/** The key that the archives of a person are sealed with. */
export interface ArchiveKey {
  /** age identity, which opens. */
  readonly identity: string;
  /** age recipient, which seals. */
  readonly recipient: string;
}

const name = 'archive-key';

/**
 * The person's own key, made when first asked for. It is kept as a document under the person's data key: nobody opens
 * archives while the person is locked, nor ever after they are erased.
 * @throws SojournError `person-locked`
 */
export async function archiveKeyOf(documents: Documents): Promise<ArchiveKey> {
  const stored = await documents.get(name);
  if (stored !== undefined) return await keyOf((stored.value as { identity: string }).identity);
  // Loaded by its first use, which in most processes never comes.
  const { generateX25519Identity } = await import('age-encryption');
  const identity = await generateX25519Identity();
  try {
    await documents.put(name, { identity }, null);
    return await keyOf(identity);
  } catch (error) {
    // Somebody else was faster.
    if (isSojournError(error) && error.code === 'version-conflict') return await archiveKeyOf(documents);
    throw error;
  }
}

async function keyOf(identity: string): Promise<ArchiveKey> {
  const { identityToRecipient } = await import('age-encryption');
  return { identity, recipient: await identityToRecipient(identity) };
}
