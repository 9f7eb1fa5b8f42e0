/** The place of the first entry that says the same as one before it; -1 when none does. */
export const firstRepeated = <Entry>(entries: readonly Entry[], saying: (entry: Entry) => unknown): number => {
  const said = new Set<unknown>();
  return entries.findIndex((entry) => {
    const says = saying(entry);
    if (said.has(says)) return true;
    said.add(says);
    return false;
  });
};
