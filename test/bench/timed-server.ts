import { pino } from 'pino';
import { openAccess } from '../../apps/ledger/access/access.js';
import { filesIn, readConfig } from '../../apps/ledger/config.js';
import { openParts } from '../../apps/ledger/parts.js';
import { startServer } from '../../apps/ledger/server.js';
import { type AcknowledgedAt, tellWhenAsked } from './told.js';

/** The server as it is, which also notes when the event store acknowledged each append, and tells when it is asked. */
const config = readConfig();
const log = pino({ level: config.logLevel });
const parts = await openParts({ ...config, log });
const { store } = parts;
let noted: AcknowledgedAt[] = [];
const append = store.append.bind(store);
store.append = async (...args) => {
  const appended = await append(...args);
  noted.push({ position: String(appended.position), atNs: String(process.hrtime.bigint()) });
  return appended;
};
tellWhenAsked(() => {
  const all = noted;
  noted = [];
  return all;
});
const access = openAccess({ file: filesIn(config.data).access, adminToken: config.adminToken });
const server = await startServer({ ...config, parts, access, log });
process.on('SIGTERM', () => {
  void server
    .close()
    .then(() => parts.close())
    .then(() => process.exit(0));
});
