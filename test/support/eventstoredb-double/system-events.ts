import { randomUUID } from 'node:crypto';
import type { ProposedEvent } from './log-event.js';

const systemEvent = (type: string, data: object): ProposedEvent => ({
  id: randomUUID(),
  type,
  isJson: true,
  data: Buffer.from(JSON.stringify(data)),
  metadata: Buffer.alloc(0),
});

/** What the server writes when it starts: it is in `$all` among the events of others. */
export const systemEvents = (): { readonly stream: string; readonly events: readonly ProposedEvent[] }[] => [
  {
    stream: '$epoch-information',
    events: [systemEvent('$epoch-information', { startedAt: new Date().toISOString() })],
  },
  { stream: '$$$scavenges', events: [systemEvent('$metadata', { $maxAge: 2_592_000 })] },
];
