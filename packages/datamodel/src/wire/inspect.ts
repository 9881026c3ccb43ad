import { maximumDepth } from './value.js';

/** What a parsed value holds that needs further work. */
export interface Findings {
  /** Nested deeper than is accepted; the rest was not looked at. */
  tooDeep: boolean;
  /** A member name begins with `$`: perhaps a wrapper of extended JSON. */
  wrapped: boolean;
  /** A number so large that an integer literal may have been rounded. */
  rounded: boolean;
}

const firstUnsafe = 2 ** 53;

/** Looks at every member of a value once. */
export function inspect(value: unknown, levels = maximumDepth): Findings {
  const findings: Findings = { tooDeep: false, wrapped: false, rounded: false };
  visit(value, levels, findings);
  return findings;
}

function visit(value: unknown, levels: number, findings: Findings): void {
  if (typeof value === 'number') {
    if (value >= firstUnsafe || value <= -firstUnsafe) findings.rounded = true;
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (levels === 0) {
    findings.tooDeep = true;
    return;
  }
  if (Array.isArray(value)) {
    for (const item of value) visit(item, levels - 1, findings);
    return;
  }
  for (const name in value) {
    if (name.charCodeAt(0) === 0x24) findings.wrapped = true;
    const member = (value as Record<string, unknown>)[name];
    if (typeof member !== 'string') visit(member, levels - 1, findings);
  }
}
