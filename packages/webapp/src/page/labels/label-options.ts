import type { LabelKind } from '../trips/index.js';

const modes = [
  'walk',
  'bike',
  'e-bike',
  'bikeshare',
  'scootershare',
  'bus',
  'train',
  'drove_alone',
  'shared_ride',
  'e_car_drove_alone',
  'e_car_shared_ride',
  'hybrid_drove_alone',
  'hybrid_shared_ride',
  'taxi',
  'free_shuttle',
  'air',
  'not_a_trip',
  'other',
];

/** Labels to choose from, the reference's; the diary of a person has labels of their own beside these. */
export const labelOptions: Readonly<Record<LabelKind, readonly string[]>> = {
  mode_confirm: modes,
  purpose_confirm: [
    'home',
    'work',
    'at_work',
    'school',
    'transit_transfer',
    'shopping',
    'meal',
    'pick_drop_person',
    'pick_drop_item',
    'personal_med',
    'access_recreation',
    'exercise',
    'entertainment',
    'religious',
    'other',
  ],
  replaced_mode: ['no_travel', 'same_mode', ...modes.filter((mode) => mode !== 'not_a_trip')],
};

/** The kinds that people keep labels of their own for, by what the profile calls them. */
export const customKinds = { mode_confirm: 'mode', purpose_confirm: 'purpose' } as const;

/** A label in words: the catalogue's, else the person's own as they wrote it. */
export function labelText(value: string, catalogue: Readonly<Record<string, string>>): string {
  return Object.hasOwn(catalogue, value) ? catalogue[value]! : value;
}
