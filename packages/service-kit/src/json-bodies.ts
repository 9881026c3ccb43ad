import { SojournError } from '@sojourn/datamodel';
import type { HttpServer } from './http-server.js';

/**
 * Lets the routes of an instance answer bodies that do not say they are JSON as the reference's API is to: as requests of
 * another shape (400) rather than by a status of their own.
 */
export function requireJsonBodies(app: HttpServer): void {
  app.addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    done(new SojournError('request-invalid', { detail: 'the content type is not application/json' }));
  });
}
