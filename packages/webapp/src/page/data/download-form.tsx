import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { Button, Form, Input, Label, Radio, RadioGroup, TextField } from 'react-aria-components';
import { addDays, isDay } from '../format/index.js';
import { useLanguage } from '../language/index.js';
import { saveFile } from '../offline/index.js';
import { useLatestDay } from '../trips/index.js';
import { explainError } from '../ui/index.js';
import { exportFile } from './export.js';
import { type ExportFormat, exportFormats } from './export-format.js';
import type { DataSearch } from './search.js';

const DAYS = 7;

/** Takes the diary of some days along as a file. */
export function DownloadForm() {
  const { messages } = useLanguage();
  const search: DataSearch = useSearch({ from: '/data' });
  const navigate = useNavigate({ from: '/data' });
  const latest = useLatestDay().data ?? undefined;
  const { as: format = 'geojson' } = search;
  const download = useMutation({ mutationFn: saveFile });
  const last = search.to ?? latest ?? '';
  const first = search.from ?? (latest ? addDays(latest, 1 - DAYS) : '');
  const isPossible = isDay(first) && isDay(last) && first <= last;
  const change = (changed: DataSearch) =>
    void navigate({ search: (before: DataSearch) => ({ ...before, ...changed }), replace: true });
  return (
    <section className="panel">
      <h2>{messages.data.download}</h2>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          if (isPossible) download.mutate(exportFile({ first, last }, format));
        }}
      >
        <div className="field-row">
          <TextField className="field" type="date" value={first} onChange={(from) => change({ from })}>
            <Label>{messages.data.from}</Label>
            <Input />
          </TextField>
          <TextField className="field" type="date" value={last} onChange={(to) => change({ to })}>
            <Label>{messages.data.to}</Label>
            <Input />
          </TextField>
        </div>
        <RadioGroup
          className="choices"
          value={format}
          onChange={(chosen) => change({ as: chosen as ExportFormat })}
        >
          <Label>{messages.data.format}</Label>
          {exportFormats.map((name) => (
            <Radio key={name} value={name} className="choice">
              <strong>{messages.data.formats[name].name}</strong>
              <span className="quiet">{messages.data.formats[name].hint}</span>
            </Radio>
          ))}
        </RadioGroup>
        <Button
          type="submit"
          className="button primary"
          isDisabled={!isPossible}
          isPending={download.isPending}
        >
          <Download size={18} aria-hidden="true" />
          {messages.data.submit}
        </Button>
        {download.isError && (
          <p className="alarm" role="alert">
            {explainError(download.error, messages)}
          </p>
        )}
        <p className="quiet" role="status">
          {download.isSuccess && messages.data.done}
        </p>
      </Form>
    </section>
  );
}
