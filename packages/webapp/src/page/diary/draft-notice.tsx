import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Hourglass } from 'lucide-react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { api } from '../api/index.js';
import type { Format } from '../format/index.js';
import { type Messages, reasonText, useLanguage } from '../language/index.js';

const A_MINUTE = 60_000;
const LOOK_AGAIN = 1_000;

/** What has arrived and is not in the diary yet, why, and until when the diary is complete. */
export function DraftNotice() {
  const { messages, format } = useLanguage();
  const { data } = useQuery({
    queryKey: ['waiting'],
    refetchInterval: A_MINUTE,
    queryFn: async ({ signal }) => {
      const [waiting, complete] = await Promise.all([
        api.waiting({ signal }),
        api.pipelineComplete({ signal }),
      ]);
      return { waiting: waiting.filter(({ count }) => count !== 0), complete };
    },
  });
  if (!data || data.waiting.length === 0) return null;
  return (
    <Disclosure className="draft-notice">
      <Heading level={2}>
        <Button slot="trigger">
          <Hourglass size={16} aria-hidden="true" />
          {messages.diary.draft.title}
        </Button>
      </Heading>
      <DisclosurePanel>
        {data.waiting.map(({ what, why, count, since, stage, retryAt }) => (
          <p key={`${what} ${why} ${stage ?? ''}`}>
            {sentence(what, count === null ? '?' : format.number(count), messages)}{' '}
            {reason(what, why, messages)}{' '}
            {since !== null && messages.diary.draft.since(format.instant(since))}{' '}
            {retryAt !== undefined && messages.diary.draft.again(format.instant(retryAt))}
          </p>
        ))}
        {data.waiting.some(({ what }) => what === 'entries' || what === 'run') && <ProcessNow />}
        {data.complete !== null && <p>{completeUntil(data.complete, messages, format)}</p>}
      </DisclosurePanel>
    </Disclosure>
  );
}

/** Asks for a run instead of waiting for the next one. */
function ProcessNow() {
  const { messages } = useLanguage();
  const queries = useQueryClient();
  const run = useMutation({
    mutationFn: async () => {
      const { id } = await api.retry();
      for (;;) {
        const job = await api.job(id);
        if (job.ended !== null) return;
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
      }
    },
    // A run may change anything.
    onSettled: () => queries.invalidateQueries(),
  });
  return (
    <Button className="button" isPending={run.isPending} onPress={() => run.mutate()}>
      {run.isPending ? messages.diary.draft.running : messages.diary.draft.now}
    </Button>
  );
}

function sentence(what: string, count: string, { diary: { draft } }: Messages): string {
  switch (what) {
    case 'sealed-entries':
      return draft.sealed(count);
    case 'quarantine':
      return draft.quarantine(count);
    case 'run':
      return draft.failing(count);
    case 'blocks':
      return draft.blocks(count);
    case 'points':
      return draft.points(count);
    default:
      return draft.entries(count);
  }
}

function reason(what: string, why: string, { diary: { draft }, reasons }: Messages): string {
  if (what === 'sealed-entries') return '';
  if (why === 'run-in-progress') return draft.running;
  if (why === 'run-due') return draft.due;
  return `${reasonText(why, reasons)}.`;
}

function completeUntil(ts: number, messages: Messages, format: Format): string {
  return messages.diary.draft.complete(format.instant(ts));
}
