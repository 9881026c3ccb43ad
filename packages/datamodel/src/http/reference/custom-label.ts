import { z } from 'zod';
import { defineRoute } from '../route.js';
import { userShape } from './user.js';

const labelType = z.string().min(1).max(256).meta({ description: 'Label type, such as mode or purpose' });
const labelText = z.string().max(1024);
const activeLabels = z.object({ label: z.array(z.string()) });

export const customLabelGet = defineRoute({
  id: 'customLabelGet',
  surface: 'reference',
  method: 'POST',
  path: '/customlabel/get',
  summary: "Read a person's own labels, by type, the most frequent first",
  caller: 'person',
  idempotent: true,
  body: userShape.extend({ keys: z.array(labelType).max(100) }),
  response: z.record(z.string(), z.array(z.string())),
});

export const customLabelInsert = defineRoute({
  id: 'customLabelInsert',
  surface: 'reference',
  method: 'POST',
  path: '/customlabel/insert',
  summary: 'Add a label, or bring a deleted one back',
  caller: 'person',
  idempotent: true,
  body: userShape.extend({ inserted_label: z.looseObject({ key: labelType, label: labelText.min(1) }) }),
  response: activeLabels,
});

/** Counts one use less of the old label and one more of the new one, hence not to be repeated. */
export const customLabelUpdate = defineRoute({
  id: 'customLabelUpdate',
  surface: 'reference',
  method: 'POST',
  path: '/customlabel/update',
  summary: 'Say that a trip changed from one label to another',
  caller: 'person',
  idempotent: false,
  body: userShape.extend({
    updated_label: z.looseObject({
      key: labelType,
      old_label: labelText,
      new_label: labelText,
      is_new_label_must_added: z.boolean(),
    }),
  }),
  response: activeLabels,
});

export const customLabelDelete = defineRoute({
  id: 'customLabelDelete',
  surface: 'reference',
  method: 'POST',
  path: '/customlabel/delete',
  summary: 'Hide a label',
  caller: 'person',
  idempotent: true,
  body: userShape.extend({ deleted_label: z.looseObject({ key: labelType, label: labelText }) }),
  response: activeLabels,
});
