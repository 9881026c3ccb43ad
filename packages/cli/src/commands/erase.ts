import { setTimeout as pause } from 'node:timers/promises';
import { isSojournError, type PersonId } from '@sojourn/datamodel';
import type { PersonClient, SojournClient } from '@sojourn/datamodel/client';
import type { Job } from '@sojourn/datamodel/http';
import { Command } from 'commander';
import { CommandError, exitCode, usageError } from '../exit-code.js';
import type { Terminal } from '../terminal.js';
import { type StoreFlags, withPlatform, withStoreOptions } from './store-options.js';

interface EraseFlags extends StoreFlags {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Milliseconds between two looks at the job. */
const lookEvery = 200;

export function eraseCommand(terminal: Terminal): Command {
  return withStoreOptions(new Command('erase'))
    .summary('remove a person and whatever names them')
    .description(
      'Removes a person: tokens, keys, everything they stored and everything that was derived, archives, and whatever ' +
        'names them. Nothing brings them back, not even the restoration of an older backup, once a later one has been ' +
        'made. Works while Sojourn is up, and while it is not.',
    )
    .argument('<person>', 'id of the person: 32 hexadecimal digits, as `sojourn tokens list` shows')
    .option('--yes', 'do not ask')
    .option('--json', 'print what was removed as one JSON object')
    .action(async (person: string, { yes, json, ...flags }: EraseFlags) => {
      if (!/^[0-9a-f]{32}$/.test(person)) throw usageError(`${person} is no id of a person`);
      await withPlatform(flags, async ({ timeseries, jobs }) => {
        const entries = await entriesOf(timeseries.person(person));
        if (yes !== true) await confirm(person, entries, terminal);
        const [operator] = await timeseries.issueTokens({ role: 'operator', label: 'sojourn erase' });
        let removed: object;
        try {
          removed = { entries: entries ?? null, ...(await erase(person, jobs(operator!.token), terminal)) };
        } finally {
          await timeseries.withdrawToken(operator!.id);
        }
        const lines = Object.entries(removed).map(([what, count]) => `${what}\t${count ?? 'not counted'}\n`);
        await terminal.out(json ? `${JSON.stringify(removed)}\n` : lines.join(''));
        terminal.err(
          'Erased. Backups that were made before still hold the person, sealed: make a new one now, so that a ' +
            'restoration of an older one knows of it, and remove the older ones when you can.\n',
        );
      });
    });
}

/** How many entries a person has; `nobody` when there is no such person, undefined while nobody can count them. */
async function entriesOf(person: PersonClient): Promise<number | undefined> {
  try {
    return await person.count({ keys: null });
  } catch (error) {
    if (isSojournError(error) && error.code === 'not-found') return 0;
    if (isSojournError(error) && error.code === 'person-locked') return undefined;
    throw error;
  }
}

async function confirm(person: PersonId, entries: number | undefined, terminal: Terminal): Promise<void> {
  const what = entries === undefined ? 'a diary that only they can open' : `${entries} entries`;
  terminal.err(`${person} has ${what}. Everything of them will be removed. This cannot be undone.\n`);
  const answer = await terminal.ask('Type the id of the person to go on: ');
  if (answer?.trim() === person) return;
  throw new CommandError(exitCode.failure, 'that was not the id: nothing has been removed');
}

/** @throws CommandError when the job fails */
async function erase(person: PersonId, client: SojournClient, terminal: Terminal): Promise<object> {
  let job: Job = await client.startJob({ name: 'erase', parameters: { person } });
  let shown = '';
  while (job.ended === null) {
    await pause(lookEvery);
    job = await client.job(job.id);
    const reason = job.error === null ? '' : ` (${job.error.code}, tried again)`;
    const state = `${job.progress.at(-1)?.step ?? job.status}${reason}`;
    if (state !== shown) terminal.err(`${state}\n`);
    shown = state;
  }
  if (job.status === 'done') return job.result as object;
  throw new CommandError(
    exitCode.failure,
    `the person is not erased as a whole: ${job.error?.detail ?? job.error?.code ?? job.status}`,
  );
}
