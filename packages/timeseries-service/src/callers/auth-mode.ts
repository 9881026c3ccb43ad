import { timingSafeEqual } from 'node:crypto';
import type { Study } from '../deployment/index.js';

/** How a token is judged. `dynamic` takes its answer from the study's deployment configuration. */
export const AUTH_MODES = ['token_list', 'skip', 'secret', 'dynamic'] as const;
export type AuthMode = (typeof AUTH_MODES)[number];

/** What judging a token needs to know. */
export interface TokenRuleOptions {
  readonly mode: AuthMode;
  /** For `secret`: a token is good when it starts with one of them. */
  readonly secrets: readonly string[];
  readonly study: Study | undefined;
  /** For `token_list`: whether the token was issued and not withdrawn. */
  readonly isIssued: (token: string) => Promise<boolean>;
}

/** Tells whether a token may be used at all; whom it belongs to is another question. */
export type TokenRule = (token: string) => Promise<boolean>;

/** @throws Error when `dynamic` has no study to ask or `secret` no secret to compare with */
export function createTokenRule(options: TokenRuleOptions): TokenRule {
  const mode = resolveMode(options.mode, options.study);
  if (mode === 'skip') return async () => true;
  if (mode === 'token_list') return options.isIssued;
  const secrets = options.secrets.filter((secret) => secret !== '').map((secret) => Buffer.from(secret));
  if (secrets.length === 0) throw new Error('The auth mode "secret" needs at least one secret');
  return async (token) => {
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
  if (!study) throw new Error('The auth mode "dynamic" needs a study configuration');
  const { opcode, intro } = study.document;
  if (opcode) return opcode.autogen === true ? 'skip' : 'token_list';
  return intro?.program_or_study === 'program' ? 'token_list' : 'skip';
}
