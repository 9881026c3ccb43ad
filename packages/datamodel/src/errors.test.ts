import { describe, expect, it } from 'vitest';
import { errorCatalogue, isErrorCode, isSojournError, SojournError } from './index.js';

describe('the error catalogue', () => {
  it.each(Object.entries(errorCatalogue))('%s is complete', (code, { status, title, help }) => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(title.length).toBeGreaterThan(5);
    expect(help).toMatch(/\.$/);
    // Clients of the reference look for the number in the text of a 403.
    if (status === 403) expect(title).toContain('403');
  });
});

describe('SojournError', () => {
  it('becomes problem details and carries its cause', () => {
    const cause = new Error('disk');
    const errors = [{ index: 3, path: 'data.ts', code: 'timestamp-invalid' }];
    const error = new SojournError('too-large', { detail: 'limit 50 MB', errors, cause, retryAfter: 3 });
    expect(error).toMatchObject({ code: 'too-large', status: 413, cause, retryAfter: 3 });
    expect(error.message).toContain('limit 50 MB');
    expect(error.toProblem()).toEqual({
      type: 'urn:sojourn:error:too-large',
      title: errorCatalogue['too-large'].title,
      status: 413,
      code: 'too-large',
      detail: 'limit 50 MB',
      errors,
    });
    expect(new SojournError('not-found').toProblem()).not.toHaveProperty('detail');
  });

  it('is told from other errors', () => {
    expect(isSojournError(new SojournError('internal'))).toBe(true);
    expect(isSojournError(new Error('internal'))).toBe(false);
    expect(isSojournError(null)).toBe(false);
    expect(isErrorCode('internal')).toBe(true);
    expect(isErrorCode('toString')).toBe(false);
  });
});
