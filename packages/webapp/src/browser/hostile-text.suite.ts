import type { Entry } from '@sojourn/datamodel';
import { expect, test } from 'vitest';
import { addPerson, operatorToken } from './import.testing.js';
import { manyTrips } from './many-trips.testing.js';
import type { OnStage } from './stage.testing.js';

const DAY = '2025-04-07';
/** What tries to run in a page that takes text for markup; each says where it stood. */
const attacks = {
  label: '<img src=x onerror="window.ran=\'label\'">',
  survey: '<script>window.ran="survey"</script>',
  answer: '"><svg onload="window.ran=\'answer\'">',
  place: 'javascript:window.ran="place"//<iframe srcdoc="<script>parent.ran=1</script>">',
  mode: '<details open ontoggle="window.ran=\'mode\'">',
};

/** Whatever people, surveys and imports say is text. */
export function hostileTextTests(on: OnStage): void {
  test('markup in labels, answers, imported places and names of tokens is shown as text and never runs', async () => {
    const { stack, openAs } = on();
    const token = await addPerson(stack, hostileTrips());
    const { page, context, faults } = await openAs(token);
    const violations: string[] = [];
    await page.exposeFunction('noteViolation', (directive: string) => violations.push(directive));
    await page.addInitScript(() => {
      document.addEventListener(
        'securitypolicyviolation',
        ({ violatedDirective, blockedURI, sourceFile }) => {
          const said = `${violatedDirective}: ${blockedURI} in ${sourceFile}`;
          (window as unknown as { noteViolation(text: string): void }).noteViolation(said);
        },
      );
    });
    await page.goto(`/?day=${DAY}`);
    await page.locator('.trip-open').first().click();
    await page.locator('.trip-card.selected .answers').waitFor();
    const shown = await page.locator('.timeline').textContent();
    for (const text of [attacks.label, attacks.survey, attacks.answer, attacks.place]) {
      expect(shown).toContain(text);
    }
    await page.goto(`/?find=${encodeURIComponent(attacks.place)}`);
    await page.locator('.search-results, .notice').first().waitFor();
    await page.goto('/dashboard');
    await page.locator('.mode-table tbody tr, .notice').first().waitFor();
    expect(await ranIn(page)).toBeUndefined();
    expect(violations).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();

    const operator = await openAs(await operatorToken(stack));
    await operator.context.request.post('/v2/tokens', {
      data: { role: 'participant', label: attacks.label },
    });
    await operator.page.goto('/operator');
    await operator.page.getByText(attacks.label).waitFor();
    expect(await ranIn(operator.page)).toBeUndefined();
    expect(operator.faults).toEqual([]);
    await operator.context.close();
  });
}

function ranIn(page: { evaluate<T>(read: () => T): Promise<T> }): Promise<unknown> {
  return page.evaluate(() => (window as unknown as { ran?: string }).ran);
}

/** Trips as an import may bring them: whoever wrote them chose every text. */
function* hostileTrips(): Generator<Entry> {
  const start = Date.parse(`${DAY}T07:00Z`) / 1000;
  for (const entry of manyTrips({ count: 4, start, points: 12 })) {
    const { data } = entry;
    const answer = (label: string) => ({
      _id: { $oid: 'f'.repeat(24) },
      metadata: { key: 'manual/trip_user_input' },
      data: { name: attacks.survey, label },
    });
    const place = (location: unknown, id: string) => ({
      _id: { $oid: id.repeat(24) },
      metadata: { key: 'analysis/confirmed_place' },
      data: { location, user_input: { place_user_input: answer(attacks.place) }, additions: [] },
    });
    yield {
      ...entry,
      data: {
        ...data,
        user_input: {
          mode_confirm: attacks.mode,
          purpose_confirm: attacks.label,
          trip_user_input: answer(attacks.answer),
        },
        start_confirmed_place: place(data.start_loc, 'd'),
        end_confirmed_place: place(data.end_loc, 'e'),
      },
    };
  }
}
