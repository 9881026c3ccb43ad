import { ApiError, fetchTrips, signIn, signOut } from './api.js';
import { showTrips } from './diary-view.js';
import type { Trip } from './trip.js';

const form = byId('sign-in') as HTMLFormElement;
const tokenField = byId('token') as HTMLInputElement;
const signOutButton = byId('sign-out');
const diary = byId('diary');
const days = byId('days');
const older = byId('older');
const message = byId('message');

let trips: Trip[] = [];
let cursor: string | null = null;

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void attempt(async () => {
    await signIn(tokenField.value.trim());
    tokenField.value = '';
    await showFirstPage();
  });
});
signOutButton.addEventListener('click', () => {
  void attempt(async () => {
    await signOut();
    askForToken('You are signed out.');
  });
});
older.addEventListener('click', () => void attempt(showNextPage));
void attempt(start);

async function start(): Promise<void> {
  const token = takeTokenFromAddress();
  if (token) await signIn(token);
  await showFirstPage();
}

/** A link may carry the token behind `#`, which is never sent to a server; it leaves the address at once. */
function takeTokenFromAddress(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) history.replaceState(null, '', location.pathname);
  return token ?? undefined;
}

async function showFirstPage(): Promise<void> {
  trips = [];
  cursor = null;
  await showNextPage();
  form.hidden = true;
  diary.hidden = false;
  signOutButton.hidden = false;
  say(
    trips.length === 0
      ? 'There are no trips yet. They appear here once your phone’s data has been processed.'
      : '',
  );
}

async function showNextPage(): Promise<void> {
  const page = await fetchTrips(cursor);
  trips = trips.concat(page.trips);
  cursor = page.cursor;
  showTrips(days, trips);
  older.hidden = cursor === null;
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
  trips = [];
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
