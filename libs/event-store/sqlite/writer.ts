import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type AppendRequest, groupAppender } from './append-group.js';
import { openLedgerFile } from './ledger-file.js';
import { reasonOf } from './sqlite-faults.js';

/**
 * The thread that writes. While one group is being synced to the disk the next one gathers at the port, so the busier
 * the ledger is, the more appends share an fsync. A fault ends the thread: what was under way then counts as unknown.
 */
const port = parentPort!;
const db = openLedgerFile((workerData as { file: string }).file, 'writer');
const append = groupAppender(db);

const gather = (first: readonly AppendRequest[]): readonly AppendRequest[] => {
  let group = first;
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port))
    group = group.concat(next.message as readonly AppendRequest[]);
  return group;
};

/** The driver's errors lose their words on the way to another thread. */
const appended = (group: readonly AppendRequest[]) => {
  try {
    return append(group);
  } catch (error) {
    throw new Error(reasonOf(error));
  }
};

port.on('message', (message: readonly AppendRequest[] | 'close') => {
  if (message !== 'close') return port.postMessage(appended(gather(message)));
  db.close();
  port.close();
});
