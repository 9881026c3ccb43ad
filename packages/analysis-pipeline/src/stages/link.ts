/** Id of the entry that a link leads to; undefined where there is no link. */
export function idOf(link: unknown): string | undefined {
  return (link as { $oid?: string } | null | undefined)?.$oid;
}
