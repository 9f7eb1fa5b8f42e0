/** What a file that people bring can hold. */
export const importKinds = ['units', 'decisions', 'usage'] as const;
export type ImportKind = (typeof importKinds)[number];
