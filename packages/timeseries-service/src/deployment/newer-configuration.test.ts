import { describe, expect, it } from 'vitest';
import { newerConfiguration } from './newer-configuration.js';
import { createStudy } from './study.js';

const TOKEN = 'nrelop_demo_default_Xk29fQ';
const study = createStudy('demo', { version: 5, min_app_version: '1.10.0', url_abbreviation: 'demo' });

describe('newerConfiguration', () => {
  it('hands the whole document to an outdated phone', () => {
    const answer = newerConfiguration(study, TOKEN, { deployment_config_version: 4, app_version: '1.10.0' });
    expect(answer).toBe(study.document);
  });

  it.each([
    ['the phone is current', TOKEN, { deployment_config_version: 5 }],
    ['the phone is ahead', TOKEN, { deployment_config_version: 6 }],
    ['the phone sent no version', TOKEN, { app_version: '2.0.0' }],
    ['the version is no number', TOKEN, { deployment_config_version: '4' }],
    ['the token belongs to another study', 'nrelop_other_default_x', { deployment_config_version: 4 }],
    ['the app is too old', TOKEN, { deployment_config_version: 4, app_version: '1.9.9' }],
  ])('answers nothing when %s', (_why, token, phone) => {
    expect(newerConfiguration(study, token, phone)).toBeUndefined();
  });

  it('does not care about the app version when the study names no minimum or the phone none', () => {
    const free = createStudy('demo', { version: 5 });
    const old = { deployment_config_version: 4, app_version: '0.1' };
    expect(newerConfiguration(free, TOKEN, old)).toBe(free.document);
    expect(newerConfiguration(study, TOKEN, { deployment_config_version: 4 })).toBe(study.document);
  });

  it('answers nothing without a study', () => {
    expect(newerConfiguration(undefined, TOKEN, { deployment_config_version: 4 })).toBeUndefined();
  });
});
