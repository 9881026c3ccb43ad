import { dirname } from 'node:path';
import type { Setting } from '@sojourn/datamodel/http';
import { settingsInForce } from '@sojourn/service-kit';
import { configFrom, environmentNames, type PipelineServiceConfig, placesIn } from '../config.js';
import { defaultSettings } from '../settings/index.js';

/** The settings of the service, then those of the stages under the reference's names. */
export function pipelineSettings({ settings, ...service }: PipelineServiceConfig): Setting[] {
  const { settings: _, ...defaults } = configFrom(placesIn(dirname(service.filesFolder)));
  return [
    ...settingsInForce(service, {
      defaults,
      variables: { ...environmentNames, threads: environmentNames.pipelineThreads },
    }),
    ...settingsInForce(
      { ...settings },
      { defaults: { ...defaultSettings }, open: ['analysis.result.section.key'] },
    ),
  ];
}
