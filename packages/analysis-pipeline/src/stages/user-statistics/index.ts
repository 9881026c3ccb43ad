export {
  type DiaryStatistics,
  goneComposites,
  noStatistics,
  statisticsAfter,
  statisticsIn,
  statisticsKeys,
  statisticsOf,
} from './user-statistics.js';
