/**
 * Collection of documents, named by person ids: people whom a restored backup would have brought back although they were
 * erased. Whoever removes the last that names them removes the document. Its member `request` tells restorations apart.
 */
export const PENDING_ERASURES = 'pending-erasures';
