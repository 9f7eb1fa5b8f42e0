/** What can be written to a file that `wavebook import` reads. */
export const exportKinds = ['units', 'usage'] as const;
export type ExportKind = (typeof exportKinds)[number];
export const exportFormats = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof exportFormats)[number];
