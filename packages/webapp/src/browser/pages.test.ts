import { afterAll, beforeAll, describe } from 'vitest';
import { browserName, hasBrowser } from './browser.testing.js';
import { dashboardTests } from './dashboard.suite.js';
import { dataTests } from './data.suite.js';
import { diaryTests } from './diary.suite.js';
import { hostileTextTests } from './hostile-text.suite.js';
import { keyboardTests } from './keyboard.suite.js';
import { labelTests } from './labels.suite.js';
import { lockTests } from './lock.suite.js';
import { operatorTests } from './operator.suite.js';
import { phoneTests } from './phone.suite.js';
import { placeNameTests } from './place-names.suite.js';
import { realDayTests } from './real-days.suite.js';
import { sessionTests } from './session.suite.js';
import { type Stage, setStage } from './stage.testing.js';
import { worldOfParks } from './street-archive.testing.js';

/** Milliseconds after which something hangs, on a machine that is busy with other tests. */
const HANG_LIMIT = 240_000;

describe.skipIf(!hasBrowser)(`the page in a real browser (${browserName})`, { timeout: HANG_LIMIT }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage({ streets: worldOfParks() });
  }, HANG_LIMIT);
  afterAll(() => stage?.close());

  const suites = {
    session: sessionTests,
    diary: diaryTests,
    labels: labelTests,
    'place names': placeNameTests,
    dashboard: dashboardTests,
    data: dataTests,
    operator: operatorTests,
    phone: phoneTests,
    keyboard: keyboardTests,
    lock: lockTests,
    'hostile text': hostileTextTests,
    'real days': realDayTests,
  };
  for (const [name, tests] of Object.entries(suites)) describe(name, () => tests(() => stage));
});
