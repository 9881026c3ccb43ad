import { beforeEach, expect, test } from 'vitest';
import { KeptAnswers } from './kept-answers.js';

let now: number;
let found: number;
let answers: KeptAnswers<number>;
beforeEach(() => {
  now = 1_000_000;
  found = 0;
  answers = new KeptAnswers({ clock: () => now, most: 2, share: 0.1 });
});

/** Takes so many milliseconds, and gives how often something was looked for. */
const finding = (took: number) => async () => {
  found += 1;
  now += took;
  return found;
};

test('what is found at once is looked for each time', async () => {
  expect(await answers.get('week', finding(0))).toBe(1);
  expect(await answers.get('week', finding(0))).toBe(2);
});

test('what takes a second is given out for nine, and then looked for again', async () => {
  expect(await answers.get('week', finding(1_000))).toBe(1);
  now += 8_999;
  expect(await answers.get('week', finding(1_000))).toBe(1);
  expect(await answers.get('day', finding(1_000))).toBe(2);
  now += 1;
  expect(await answers.get('week', finding(1_000))).toBe(3);
});

test('whoever asks meanwhile waits for the same', async () => {
  let give = (_answer: number) => {};
  const slow = new Promise<number>((resolve) => {
    give = resolve;
  });
  const both = [answers.get('week', () => slow), answers.get('week', finding(0))];
  give(7);
  expect(await Promise.all(both)).toEqual([7, 7]);
  expect(found).toBe(0);
});

test('a failure is told to those who waited for it, and not kept', async () => {
  const fail = () => Promise.reject(new Error('no store'));
  const both = [answers.get('week', fail), answers.get('week', finding(0))];
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await answers.get('week', finding(0))).toBe(1);
});

test('no more are kept than are allowed, whatever is asked', async () => {
  for (const question of ['a', 'b', 'c']) await answers.get(question, finding(1_000));
  expect(await answers.get('c', finding(0))).toBe(3);
  expect(await answers.get('b', finding(0))).toBe(2);
  expect(await answers.get('a', finding(0))).toBe(4);
});
