export { type DiarySearch, readDiarySearch } from './search.js';
