import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.js';

function recorded(personKey = new Uint8Array(32)) {
  const lines: string[] = [];
  const logger = createLogger({
    name: 'test',
    level: 'debug',
    personKey,
    destination: { write: (line) => lines.push(line) },
  });
  return { logger, lines, last: () => JSON.parse(lines.at(-1) ?? '') };
}

describe('createLogger', () => {
  it('writes JSON lines with name, level and ISO time', () => {
    const { logger, last } = recorded();
    logger.info({ entries: 3 }, 'stored');
    expect(last()).toMatchObject({ name: 'test', level: 'info', entries: 3, msg: 'stored' });
    expect(last().time).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('shows a person as a short hash that depends on the key', () => {
    const person = 'a42edbb7bacb4b009ebb7739af272d77';
    const one = recorded();
    one.logger.info({ person });
    one.logger.info({ person });
    const [first, second] = one.lines.map((line) => JSON.parse(line).person);
    expect(first).toBe(second);
    expect(first).toHaveLength(8);
    expect(one.lines.join()).not.toContain(person);
    const other = recorded(new Uint8Array(32).fill(1));
    other.logger.info({ person });
    expect(other.last().person).not.toBe(first);
  });

  it('hides secrets and bodies', () => {
    const { logger, lines } = recorded();
    logger.info({
      token: 'nrelop_x',
      request: { body: 'nrelop_x', authorization: 'nrelop_x', user: 'nrelop_x' },
    });
    expect(lines.join()).not.toContain('nrelop_x');
  });

  it('shows where an error happened, without what a parser quotes', () => {
    const { logger, lines, last } = recorded();
    try {
      JSON.parse('{"latitude": 48.85x');
    } catch (error) {
      logger.error({ err: new Error('reading failed', { cause: error }) });
    }
    expect(last().err).toMatchObject({
      type: 'Error',
      message: 'reading failed',
      cause: { type: 'SyntaxError' },
    });
    expect(last().err.stack).toContain('logger.test.ts');
    expect(lines.join()).not.toContain('48.85');
  });
});
