/** The lines of a text that arrives in pieces, without their ends; empty ones are passed over. */
export async function* textLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let open = '';
  for await (const chunk of chunks) {
    const lines = (open + decoder.decode(chunk, { stream: true })).split('\n');
    open = lines.pop()!;
    for (const line of lines) if (line !== '') yield line;
  }
  const last = open + decoder.decode();
  if (last !== '') yield last;
}
