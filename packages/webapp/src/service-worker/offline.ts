const FILES = 'files';
const ANSWERS = 'answers';
/** Answers that are kept; the oldest make room. */
const MOST_ANSWERS = 400;

/** The page as the server has it now, else as it was last. */
export async function thePage(request: Request): Promise<Response> {
  const cache = await caches.open(FILES);
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.headers.get('content-type')?.startsWith('text/html'))
      await cache.put('/', answer.clone());
    return answer;
  } catch (error) {
    const known = await cache.match('/');
    if (known) return known;
    throw error;
  }
}

/** A file whose name changes with its content, or that hardly ever changes. */
export async function publicFile(request: Request): Promise<Response> {
  const cache = await caches.open(FILES);
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

/** What the server says, else what it said last to the same question. */
export async function personalAnswer(request: Request): Promise<Response> {
  const key = await keyOf(request);
  const cache = await caches.open(ANSWERS);
  let answer: Response;
  try {
    answer = await fetch(request);
  } catch (error) {
    const known = await cache.match(key);
    if (known) return known;
    throw error;
  }
  // Whoever is not signed in any more, or has locked their data, must not find anything here.
  if (answer.status === 401 || answer.status === 423) await forgetPersonalAnswers();
  if (answer.ok) {
    const copy = answer.clone();
    void cache
      .delete(key)
      .then(() => cache.put(key, copy))
      .then(() => makeRoom(cache));
  }
  return answer;
}

/** Deletes what was kept of somebody. */
export async function forgetPersonalAnswers(): Promise<void> {
  await caches.delete(ANSWERS);
}

async function makeRoom(cache: Cache): Promise<void> {
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_ANSWERS)).map((key) => cache.delete(key)));
}

/** An address that stands for a question with its body. */
async function keyOf(request: Request): Promise<string> {
  const question = new TextEncoder().encode(
    `${request.method} ${request.url}\n${await request.clone().text()}`,
  );
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', question));
  return `/answers/${[...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
