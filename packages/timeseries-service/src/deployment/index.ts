export { newerConfiguration, type PhoneVersions } from './newer-configuration.js';
export { checkOpcode, isSuspended, type OpcodeRefusal } from './opcode.js';
export { createStudy, readStudy, type Study, type StudyDocument } from './study.js';
export { compareVersions } from './version.js';
