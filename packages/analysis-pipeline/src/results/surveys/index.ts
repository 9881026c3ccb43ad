export { promptedSurveyOf, type TripSurvey } from './prompted-survey.js';
