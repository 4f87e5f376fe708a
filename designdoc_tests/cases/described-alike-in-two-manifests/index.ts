/** Returns how many coins there are. */
export function count(): number {
  return 0;
}
