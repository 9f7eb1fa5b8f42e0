/** What people can mend themselves; everything else is a fault, and keeps its stack trace. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read or write it',
  EEXIST: 'it is a file, or lies in one, where a folder is needed',
  EISDIR: 'it is a folder, where a file is needed',
  ENOENT: 'the folder that it would lie in is not there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'it is a file, or lies in one, where a folder is needed',
  EPERM: 'this user may not read or write it',
  EROFS: 'its disk can only be read',
};

/** Why the operating system did not let a file be written, in a few words; its own words where they are the best we have. */
export const fileReason = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException;
  return reasons[code ?? ''] ?? message;
};

/**
 * A file or folder that cannot be used, in a sentence for whoever named it; undefined for other errors. A file that is not
 * there is one of them: only who looked for it can tell whether it should have been.
 */
export const fileProblem = (error: unknown): string | undefined => {
  const { code = '', path } = error as NodeJS.ErrnoException;
  if (typeof path !== 'string' || code === 'ENOENT' || !(code in reasons)) return undefined;
  return `${path} cannot be used: ${fileReason(error)}.`;
};
