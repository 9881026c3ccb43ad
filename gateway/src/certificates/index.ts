export {
  type CertificateRequest,
  type CertifiedKey,
  createLocalAuthority,
  issueCertificate,
} from './authority.js';
