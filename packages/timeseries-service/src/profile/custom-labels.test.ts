import { describe, expect, it } from 'vitest';
import { activeLabels, type CustomLabels, changeLabel, deleteLabel, insertLabel } from './custom-labels.js';

const NOW = 1_718_000_100_000;
const insert = (labels: CustomLabels, ...texts: string[]) =>
  texts.reduce((result, text) => insertLabel(result, text, NOW), labels);

describe('custom labels', () => {
  it('are listed by frequency, ties in order of insertion', () => {
    const labels = changeLabel(
      insert({}, 'sled', 'unicycle', 'rickshaw'),
      { from: '', to: 'rickshaw', addMissing: false },
      NOW,
    );
    expect(activeLabels(labels)).toEqual(['rickshaw', 'sled', 'unicycle']);
  });

  it('start with frequency 0 and keep it when inserted again after deletion', () => {
    const used = changeLabel(insert({}, 'sled'), { from: '', to: 'sled', addMissing: false }, NOW);
    const deleted = deleteLabel(used, 'sled');
    expect(activeLabels(deleted)).toEqual([]);
    const again = insertLabel(deleted, 'sled', NOW + 1);
    expect(again).toEqual({ sled: { createdAt: { $date: NOW }, frequency: 1, isActive: true } });
  });

  it('move a use from the old label to the new one', () => {
    const labels = changeLabel(
      changeLabel(insert({}, 'sled', 'unicycle'), { from: '', to: 'unicycle', addMissing: false }, NOW),
      { from: 'unicycle', to: 'sled', addMissing: true },
      NOW,
    );
    expect(labels.sled?.frequency).toBe(1);
    expect(labels.unicycle?.frequency).toBe(0);
  });

  it('are added on a change only when asked to', () => {
    expect(changeLabel({}, { from: '', to: 'sled', addMissing: false }, NOW)).toEqual({});
    expect(changeLabel({}, { from: '', to: 'sled', addMissing: true }, NOW)).toEqual({
      sled: { createdAt: { $date: NOW }, frequency: 1, isActive: true },
    });
  });

  it('never count below zero', () => {
    const labels = changeLabel(insert({}, 'sled'), { from: 'sled', to: 'other', addMissing: false }, NOW);
    expect(labels.sled?.frequency).toBe(0);
  });

  it('may have any text', () => {
    const labels = insert({}, '__proto__', 'constructor');
    expect(activeLabels(labels)).toEqual(['__proto__', 'constructor']);
    expect(activeLabels(deleteLabel(labels, '__proto__'))).toEqual(['constructor']);
    expect(deleteLabel({}, 'toString')).toEqual({});
  });
});
