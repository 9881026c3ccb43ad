export { TestDiary, testNow, testPerson } from './diary.js';
export { haveRealDays, type ReferenceOutput, readDay, readReferenceOutput } from './real-days.js';
