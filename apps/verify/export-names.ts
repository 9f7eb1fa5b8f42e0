/** Names of what an export holds. */
export const exportNames = {
  manifest: 'manifest.json',
  checkpoint: 'checkpoint',
  verifierKey: 'verifier-key.txt',
  /** There where the key that signs was changed. */
  keyChanges: 'key-changes.json',
  checksums: 'SHA256SUMS',
  readme: 'README.md',
  books: 'books',
  schemas: 'schemas',
} as const;
