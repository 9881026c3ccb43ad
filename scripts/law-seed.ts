import { configureGlobal, readConfigureGlobal } from 'fast-check';

// The suite tries laws on the same cases at every run, so that a change is judged by what it changes; `npm run soak`,
// and whoever asks for it, on new ones. A case that is found to fail becomes a test of its own.
const asked = process.env.SOJOURN_TEST_SEED ?? '20261121';
if (asked !== 'random') configureGlobal({ ...readConfigureGlobal(), seed: Number(asked) });
