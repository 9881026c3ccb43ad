import type { Study } from './study.js';

/** The subgroup a token may not use, as words for the person who typed it. */
export interface OpcodeRefusal {
  readonly reason: string;
}

/**
 * Checks the subgroup inside an opcode `nrelop_<study>_<subgroup>_<random>` against the study. A study
 * without an `opcode` section lets every token pass; one without a list of subgroups knows only `default`.
 */
export function checkOpcode(study: Study | undefined, token: string): OpcodeRefusal | undefined {
  const opcode = study?.document.opcode;
  if (!opcode) return undefined;
  const subgroup = subgroupOf(token);
  if (subgroup === undefined) return { reason: 'the code has no subgroup; it needs at least four parts' };
  const known = opcode.subgroups ?? ['default'];
  return known.includes(subgroup)
    ? undefined
    : { reason: `the subgroup ${subgroup} is not part of this study` };
}

/** True when the study has suspended the token's subgroup: its uploads are kept apart from the diary. */
export function isSuspended(study: Study | undefined, token: string): boolean {
  const suspended = study?.document.opcode?.suspended_subgroups;
  const subgroup = subgroupOf(token);
  return suspended !== undefined && subgroup !== undefined && suspended.includes(subgroup);
}

function subgroupOf(token: string): string | undefined {
  const parts = token.split('_');
  return parts.length < 4 ? undefined : parts[2];
}
