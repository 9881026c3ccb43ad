import { referenceRoutes } from '@sojourn/datamodel/http';
import type { HttpServer } from '@sojourn/service-kit';
import {
  activeLabels,
  type CustomLabels,
  changeLabel,
  deleteLabel,
  insertLabel,
  labelsIn,
  withLabels,
} from '../../profile/index.js';
import { personOf } from '../access.js';
import type { RouteContext } from '../context.js';
import { mount } from '../mount.js';

/** `/customlabel/…`: labels that people make up for themselves. */
export function customLabelRoutes(app: HttpServer, { store, clock }: RouteContext): void {
  /** Changes the labels of one type and answers those that are active afterwards. */
  const changed = async (person: string, type: string, change: (labels: CustomLabels) => CustomLabels) => {
    const profile = await store
      .person(person)
      .changeProfile((present) => withLabels(present, type, change(labelsIn(present, type))));
    return { label: activeLabels(labelsIn(profile, type)) };
  };

  mount(app, referenceRoutes.customLabelGet, async (request) => {
    const profile = await store.person(personOf(request)).profile();
    const lists = request.body.keys.map((type) => [type, activeLabels(labelsIn(profile, type))] as const);
    return Object.fromEntries(lists);
  });

  mount(app, referenceRoutes.customLabelInsert, (request) => {
    const { key, label } = request.body.inserted_label;
    return changed(personOf(request), key, (labels) => insertLabel(labels, label, clock()));
  });

  mount(app, referenceRoutes.customLabelUpdate, (request) => {
    const { key, old_label, new_label, is_new_label_must_added } = request.body.updated_label;
    const change = { from: old_label, to: new_label, addMissing: is_new_label_must_added };
    return changed(personOf(request), key, (labels) => changeLabel(labels, change, clock()));
  });

  mount(app, referenceRoutes.customLabelDelete, (request) => {
    const { key, label } = request.body.deleted_label;
    return changed(personOf(request), key, (labels) => deleteLabel(labels, label));
  });
}
