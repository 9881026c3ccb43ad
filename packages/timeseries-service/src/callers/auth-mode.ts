import { timingSafeEqual } from 'node:crypto';
import { SojournError } from '@sojourn/datamodel';
import type { Study } from '../deployment/index.js';

/** How a token that nobody handed out is judged. `dynamic` asks the study's deployment configuration. */
export const AUTH_MODES = ['token_list', 'skip', 'secret', 'dynamic'] as const;
export type AuthMode = (typeof AUTH_MODES)[number];

/** What judging a token needs to know. */
export interface TokenRuleOptions {
  readonly mode: AuthMode;
  /** For `secret`: a token is good when it starts with one of them. */
  readonly secrets: readonly string[];
  readonly study: Study | undefined;
}

/** Tells whether a token that is not on the list may be used all the same. */
export type TokenRule = (token: string) => boolean;

/** @throws SojournError `config-invalid` when `dynamic` has no study to ask or `secret` no secret */
export function createTokenRule(options: TokenRuleOptions): TokenRule {
  const mode = resolveMode(options.mode, options.study);
  if (mode === 'skip') return () => true;
  if (mode === 'token_list') return () => false;
  const secrets = options.secrets.filter((secret) => secret !== '').map((secret) => Buffer.from(secret));
  if (secrets.length === 0) {
    throw new SojournError('config-invalid', { detail: 'the auth mode "secret" needs at least one secret' });
  }
  return (token) => {
    const bytes = Buffer.from(token);
    return secrets.some(
      (secret) => bytes.length >= secret.length && timingSafeEqual(bytes.subarray(0, secret.length), secret),
    );
  };
}

/**
 * The mode that really applies. A study with opcodes lets anyone in when the codes generate themselves;
 * an old one without opcodes is closed when it is a program and open when it is a study.
 */
export function resolveMode(mode: AuthMode, study: Study | undefined): Exclude<AuthMode, 'dynamic'> {
  if (mode !== 'dynamic') return mode;
  if (!study) {
    throw new SojournError('config-invalid', {
      detail: 'the auth mode "dynamic" needs a study configuration',
    });
  }
  const { opcode, intro } = study.document;
  if (opcode) return opcode.autogen === true ? 'skip' : 'token_list';
  return intro?.program_or_study === 'program' ? 'token_list' : 'skip';
}
