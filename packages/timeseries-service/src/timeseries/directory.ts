import type { PersonId } from '@sojourn/datamodel';
import type { Role } from '@sojourn/datamodel/http';

/** What is known of a token; the token itself is not kept. */
export interface TokenRecord {
  /** Names the token where it must not be shown. */
  readonly id: string;
  readonly role: Role;
  /** The person whose data the token opens; null until it is registered, and for operators. */
  readonly person: PersonId | null;
  /** Whether the token was handed out or listed, as opposed to merely used. */
  readonly listed: boolean;
  readonly label: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
}

/** Who may use the store: tokens, found through a keyed hash, and the persons they stand for. */
export interface Directory {
  resolve(token: string): Promise<TokenRecord | undefined>;
  /** Makes a person for a token that has none; the same token always gets the same person. */
  register(token: string): Promise<{ readonly person: PersonId; readonly created: boolean }>;
  /** Makes a new token. It is shown here and never again. */
  issue(about: {
    readonly role: Role;
    readonly person?: PersonId;
    readonly label?: string;
    readonly prefix?: string;
  }): Promise<{ readonly token: string; readonly record: TokenRecord }>;
  /** Lists a token that was made elsewhere, such as an opcode; an existing one stays as it is. */
  add(
    token: string,
    about?: { readonly role?: Role; readonly person?: PersonId; readonly label?: string },
  ): Promise<TokenRecord>;
  list(): AsyncIterable<TokenRecord>;
  /** Revokes every token that opens a person's data. @returns how many */
  revokeAllOf(person: PersonId): Promise<number>;
  /** Takes effect at once. @returns whether there was such a token */
  revoke(id: string): Promise<boolean>;
}
