import { ApiError, fetchTrips, signIn, signOut } from './api.js';
import { appendDays } from './diary-view.js';
import { type Day, groupByDay } from './trip.js';

const form = byId('sign-in') as HTMLFormElement;
const tokenField = byId('token') as HTMLInputElement;
const signOutButton = byId('sign-out');
const diary = byId('diary');
const days = byId('days');
const older = byId('older');
const message = byId('message');

/** Days that are shown at once; a diary of years would make the page slow. */
const DAYS_AT_ONCE = 28;

let waiting: Day[] = [];

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void attempt(async () => {
    await signIn(tokenField.value.trim());
    tokenField.value = '';
    await showDiary();
  });
});
signOutButton.addEventListener('click', () => {
  void attempt(async () => {
    await signOut();
    askForToken('You are signed out.');
  });
});
older.addEventListener('click', () => showMoreDays());
void attempt(start);

async function start(): Promise<void> {
  const token = takeTokenFromAddress();
  if (token) await signIn(token);
  await showDiary();
}

/** A link may carry the token behind `#`, which is never sent to a server; it leaves the address at once. */
function takeTokenFromAddress(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) history.replaceState(null, '', location.pathname);
  return token ?? undefined;
}

async function showDiary(): Promise<void> {
  waiting = groupByDay(await fetchTrips());
  days.replaceChildren();
  say(
    waiting.length === 0
      ? 'No trips yet. They appear here once the data of your phone has been processed.'
      : '',
  );
  showMoreDays();
  form.hidden = true;
  diary.hidden = false;
  signOutButton.hidden = false;
}

function showMoreDays(): void {
  appendDays(days, waiting.splice(0, DAYS_AT_ONCE));
  older.hidden = waiting.length === 0;
}

async function attempt(action: () => Promise<void>): Promise<void> {
  document.body.setAttribute('aria-busy', 'true');
  try {
    await action();
  } catch (error) {
    handle(error);
  } finally {
    document.body.removeAttribute('aria-busy');
  }
}

function handle(error: unknown): void {
  if (!(error instanceof ApiError)) say('The server cannot be reached.', true);
  else if (error.code === 'session-invalid' || error.code === 'token-missing') askForToken('');
  else if (error.status === 401 || error.status === 403) askForToken('This token is not known here.', true);
  else if (error.status === 423) say('Your data is locked. Unlock it with your key to see your trips.', true);
  else say(error.message, true);
}

function askForToken(text: string, alarm = false): void {
  waiting = [];
  days.replaceChildren();
  diary.hidden = true;
  signOutButton.hidden = true;
  form.hidden = false;
  say(text, alarm);
  tokenField.focus();
}

function say(text: string, alarm = false): void {
  message.textContent = text;
  message.classList.toggle('alarm', alarm);
}

function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}
