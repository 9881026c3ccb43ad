import type { Study, StudyDocument } from './study.js';
import { compareVersions } from './version.js';

/** What a phone says about itself in a put; values of an unexpected type count as unsaid. */
export interface PhoneVersions {
  readonly deployment_config_version?: unknown;
  readonly app_version?: unknown;
}

/**
 * The configuration a phone has to be handed because its own is older, or undefined. An app older than
 * the configuration's `min_app_version` would not understand it and keeps its own.
 */
export function newerConfiguration(
  study: Study | undefined,
  token: string,
  phone: PhoneVersions,
): StudyDocument | undefined {
  if (!study || !token.includes(study.name)) return undefined;
  const { version, min_app_version: minimum } = study.document;
  if (typeof version !== 'number' || typeof phone.deployment_config_version !== 'number') return undefined;
  if (version <= phone.deployment_config_version) return undefined;
  const tooOld =
    typeof minimum === 'string' &&
    typeof phone.app_version === 'string' &&
    compareVersions(phone.app_version, minimum) < 0;
  return tooOld ? undefined : study.document;
}
