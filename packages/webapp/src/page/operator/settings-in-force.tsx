import type { Setting } from '@sojourn/datamodel/http';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api } from '../api/index.js';
import { useLanguage } from '../language/index.js';
import { Answer, Segments } from '../ui/index.js';
import type { OperatorSearch } from './search.js';

const services = ['timeseries', 'pipeline', 'gateway', 'webapp'] as const;
const shown = ['set', 'all'] as const;

/** What the services were told to do, and what of it is as it comes. */
export function SettingsInForce() {
  const { messages } = useLanguage();
  const all = useSearch({ from: '/operator' }).all === true;
  const navigate = useNavigate({ from: '/operator' });
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{messages.operator.settings}</h2>
        <Segments<(typeof shown)[number]>
          label={messages.operator.settingsShown}
          options={shown.map((id) => ({ id, name: messages.operator.settingsOf[id] }))}
          chosen={all ? 'all' : 'set'}
          onChoose={(chosen) =>
            void navigate({
              search: ({ all: _, ...before }: OperatorSearch) =>
                chosen === 'all' ? { ...before, all: true as const } : before,
              replace: true,
            })
          }
        />
      </header>
      {services.map((service) => (
        <ServiceSettings key={service} service={service} all={all} />
      ))}
    </section>
  );
}

function ServiceSettings({ service, all }: { service: (typeof services)[number]; all: boolean }) {
  const { messages } = useLanguage();
  const settings = useQuery({
    queryKey: ['settings', service],
    queryFn: ({ signal }) => api.settings(service, { signal }),
  });
  return (
    <Answer query={settings}>
      {(known) => {
        const listed = all ? known : known.filter(({ isDefault }) => !isDefault);
        return (
          <table className="table settings-table" data-service={service}>
            <caption>
              {service}{' '}
              <span className="quiet">{messages.operator.settingsCount(listed.length, known.length)}</span>
            </caption>
            <thead className={listed.length === 0 ? 'hidden-visually' : undefined}>
              <tr>
                <th scope="col">{messages.operator.setting}</th>
                <th scope="col">{messages.operator.value}</th>
                <th scope="col">{messages.operator.origin}</th>
              </tr>
            </thead>
            <tbody>
              {listed.map((setting) => (
                <SettingRow key={setting.name} setting={setting} />
              ))}
            </tbody>
          </table>
        );
      }}
    </Answer>
  );
}

function SettingRow({ setting: { name, value, isDefault, variable } }: { setting: Setting }) {
  const { messages } = useLanguage();
  return (
    <tr data-default={isDefault}>
      <th scope="row">
        {name}
        {variable !== null && <code className="quiet">{variable}</code>}
      </th>
      <td>
        <code>{typeof value === 'string' ? value : value === null ? '–' : JSON.stringify(value)}</code>
      </td>
      <td>{isDefault ? messages.operator.asDefault : messages.operator.asSet}</td>
    </tr>
  );
}
