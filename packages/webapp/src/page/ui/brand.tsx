/** The sign of Sojourn: a way between two places. */
export function Brand({ size = 28 }: { size?: number }) {
  return (
    <svg className="brand" viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <path
        d="M6 24c0-9 9-5 10-11s8-5 10-5"
        fill="none"
        stroke="currentColor"
        strokeWidth="3.5"
        strokeLinecap="round"
      />
      <circle cx="6" cy="24" r="4" fill="currentColor" />
      <circle cx="26" cy="8" r="4" fill="currentColor" />
    </svg>
  );
}
