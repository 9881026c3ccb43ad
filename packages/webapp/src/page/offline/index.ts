export { forgetOfflineAnswers, registerServiceWorker } from './register.js';
export { type MadeFile, saveBlob, saveFile } from './save-file.js';
