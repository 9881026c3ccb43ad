/** A request target in the one form that routing and the services see. */
export interface CanonicalTarget {
  /** Starts with `/`; no empty or dot segment, no encoded unreserved character. */
  readonly path: string;
  /** Empty, or `?` and what follows, exactly as it came. */
  readonly query: string;
}

// Only these need a second look; every other path is already canonical.
const suspicious = /[^A-Za-z0-9/_~-]/;
// Visible ASCII that may stand in a path, without ; (path parameters) and \ (a slash to some parsers).
const allowed = /^[A-Za-z0-9/_~!$&'()*+,=:@.%-]*$/;
const unreserved = /^[A-Za-z0-9._~-]$/;
// Encoded / \ ; NUL, and an encoded %, which a second decoding would turn into anything.
const forbiddenEscape = /%(?:2f|5c|3b|00|25)/i;
const escapes = /%([0-9a-fA-F]{2})/g;
const queryForbidden = /[^\x21-\x7e\x80-\xff]/;

/**
 * Brings a request target into canonical form: escapes of unreserved characters are decoded, repeated slashes
 * collapsed, one tolerated prefix removed.
 *
 * @param target as it stands in the request line; only the origin form (`/path?query`) is accepted
 * @param prefixes such as `/api`, in canonical form
 * @returns undefined when two readers could disagree about what the target names: dot segments, encoded
 *   slashes, backslashes, `;`, NUL, broken or double escapes, characters outside visible ASCII
 */
export function canonicalTarget(target: string, prefixes: readonly string[]): CanonicalTarget | undefined {
  const mark = target.indexOf('?');
  const query = mark === -1 ? '' : target.slice(mark);
  let path = mark === -1 ? target : target.slice(0, mark);
  if (path.charCodeAt(0) !== 0x2f) return undefined;
  if (query !== '' && queryForbidden.test(query)) return undefined;
  if (suspicious.test(path)) {
    if (!allowed.test(path)) return undefined;
    if (path.includes('%')) {
      const decoded = decodeUnreserved(path);
      if (decoded === undefined) return undefined;
      path = decoded;
    }
    if (path.includes('.') && path.split('/').some((segment) => segment === '.' || segment === '..')) {
      return undefined;
    }
  }
  if (path.includes('//')) path = path.replace(/\/{2,}/g, '/');
  for (const prefix of prefixes) {
    if (!path.startsWith(prefix)) continue;
    if (path.length === prefix.length) return { path: '/', query };
    if (path.charCodeAt(prefix.length) === 0x2f) return { path: path.slice(prefix.length), query };
  }
  return { path, query };
}

/** Decodes what needs no escape (RFC 3986 §6.2.2.2) and writes the other escapes in upper case. */
function decodeUnreserved(path: string): string | undefined {
  if (forbiddenEscape.test(path) || /%(?![0-9a-fA-F]{2})/.test(path)) return undefined;
  return path.replace(escapes, (whole, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return unreserved.test(character) ? character : whole.toUpperCase();
  });
}
