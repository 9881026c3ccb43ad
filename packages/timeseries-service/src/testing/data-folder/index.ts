export { FILLED_AT, fillDataFolder, MANAGED, PASSPHRASE, PRESENTED } from './contents.js';
export { describeDataFolder } from './describe.js';
