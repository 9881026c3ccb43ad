import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { inventEntry, inventPoint, MemoryStore, runOn, stay, travel } from '../testing/index.js';

const home = { east: 0, north: 0 };
const work = { east: 3000, north: 0 };
const there = () => [...travel(1000, home, work, 100, 30), ...stay(4000, work, 12, 29)];
const back = () => [...travel(20_000, work, home, 100, 30), ...stay(23_000, home, 12, 29)];
/** A way around for a part of the way back, which arrives late. */
const detour = () =>
  Array.from({ length: 7 }, (_, index) => {
    const ts = 21_200 + index * 30;
    return inventPoint(
      ts,
      { east: 1800 - index * 30, north: [30, 60, 90, 90, 90, 60, 30][index]! },
      { written: ts + 1 },
    );
  });
const straight = () =>
  back().filter(({ data }) => (data.ts as number) < 21_190 || (data.ts as number) > 21_400);
const again = () => [...travel(40_000, home, work, 100, 30), ...stay(43_000, work, 12, 29)];

function label(start: number, end: number, value: string, written: number): Entry {
  return inventEntry('manual/mode_confirm', { start_ts: start, end_ts: end, label: value }, written);
}

const stream = (store: MemoryStore, key: string): Entry[] =>
  [...store.entries.values()]
    .filter(({ metadata }) => metadata.key === key)
    .sort((left, right) => (left.data.start_ts as number) - (right.data.start_ts as number));
const confirmed = (store: MemoryStore): Entry[] => stream(store, 'analysis/confirmed_trip');
const spans = (entries: readonly Entry[]) => entries.map(({ data }) => [data.start_ts, data.end_ts]);

describe('what arrives late for a trip that somebody has labelled', () => {
  it('changes the trip and leaves it its id and its label', async () => {
    const store = new MemoryStore().upload([...there(), ...straight()]);
    await runOn(store);
    const [first, second] = confirmed(store);
    const { start_ts, end_ts } = second!.data as { start_ts: number; end_ts: number };
    store.upload([label(start_ts, end_ts, 'bike', 30_000)]);
    await runOn(store);
    expect(confirmed(store)[1]!.data.user_input).toEqual({ mode_confirm: 'bike' });

    const before = confirmed(store)[1]!.data.distance as number;
    store.upload(detour());
    await runOn(store);
    const [firstNow, secondNow] = confirmed(store);
    expect(firstNow).toEqual(first);
    expect(secondNow!._id).toEqual(second!._id);
    expect(secondNow!.data.distance).toBeGreaterThan(before + 40);
    expect(secondNow!.data.user_input).toEqual({ mode_confirm: 'bike' });
    const composite = stream(store, 'analysis/composite_trip')[1]!;
    expect(composite.data).toMatchObject({
      distance: secondNow!.data.distance,
      user_input: { mode_confirm: 'bike' },
      confirmed_trip: second!._id,
    });
  });

  it('leaves what came before as it was, and what comes after its id', async () => {
    const store = new MemoryStore().upload([...there(), ...straight(), ...again()]);
    await runOn(store);
    const before = new Map(store.entries);
    const ids = confirmed(store).map(({ _id }) => _id);
    store.upload(detour());
    await runOn(store);
    expect(confirmed(store).map(({ _id }) => _id)).toEqual(ids);
    for (const key of ['analysis/cleaned_trip', 'analysis/cleaned_section', 'analysis/composite_trip']) {
      const [first, , third] = stream(store, key);
      expect(before.get(first!._id.$oid)).toEqual(first);
      expect(before.get(third!._id.$oid)).toEqual(third);
    }
  });

  it('takes a trip away that it shows not to be one, and brings new ones', async () => {
    const [start, ...rest] = back();
    const middle = rest.slice(30, 60);
    const store = new MemoryStore().upload([...there(), start!, ...rest.filter((p) => !middle.includes(p))]);
    await runOn(store);
    const stayed = stay(20_930, { east: 2070, north: 0 }, 31, 29).map((point) => ({
      ...point,
      metadata: { ...point.metadata, write_ts: point.metadata.write_ts + 1 },
    }));
    store.upload(stayed);
    await runOn(store);
    const whole = new MemoryStore().upload(
      [...store.entries.values()].filter(({ metadata }) => metadata.platform !== 'server'),
    );
    await runOn(whole);
    expect(spans(confirmed(store))).toEqual(spans(confirmed(whole)));
    expect(spans(stream(store, 'analysis/cleaned_section'))).toEqual(
      spans(stream(whole, 'analysis/cleaned_section')),
    );
  });

  it('is caught up on by the next run where only trips were cut anew', async () => {
    const store = new MemoryStore().upload([...there(), ...straight()]);
    await runOn(store);
    store.upload(detour());
    await runOn(store, { span: { first: 'USERCACHE', last: 'TRIP_SEGMENTATION' } });
    expect(confirmed(store)).toHaveLength(1);
    await runOn(store);
    const whole = new MemoryStore().upload(
      [...store.entries.values()].filter(({ metadata }) => metadata.platform !== 'server'),
    );
    await runOn(whole);
    expect(spans(confirmed(store))).toEqual(spans(confirmed(whole)));
    expect(confirmed(store)[1]!.data.distance).toBe(confirmed(whole)[1]!.data.distance);
  });
});
