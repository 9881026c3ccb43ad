import { expect, it } from 'vitest';
import { createSettings, studySettings } from './index.js';

it('keeps surveys in their order, and a single one as one', () => {
  const surveys = [{ surveyName: 'a' }, { surveyName: 'b' }];
  const of = (button: unknown) =>
    studySettings({ survey_info: { buttons: { 'trip-label': button } } })['study.trip_surveys'];
  expect(of(surveys)).toEqual(surveys);
  expect(of(surveys[0])).toEqual([surveys[0]]);
});

it.each([
  [{}],
  [{ label_options: 'https://example.org/labels.json', vehicle_identities: null, survey_info: [] }],
  [{ label_options: { MODE: ['bike'] }, vehicle_identities: 'van', survey_info: { buttons: 1 } }],
])('leaves out what is not there or not known: %j', (document) => {
  expect(studySettings(document)).toEqual({});
  expect(createSettings(studySettings(document))).toEqual(createSettings());
});
