import { type TestServer, startTestServer, testToken } from '../../support/server.js';
import type { Door } from './patient-clients.js';
import type { Place } from './sound.js';

export interface NodesHere {
  readonly doors: readonly Door[];
  remove(): Promise<void>;
}

/** Two API nodes and a projector in this process: for faults that none of them dies of. */
export const startNodesHere = async (place: Place): Promise<NodesHere> => {
  const node = (role: 'api' | 'projector'): Promise<TestServer> =>
    startTestServer({ place: { ...place, role }, server: { costPerMinute: 0 } });
  const projector = await node('projector');
  const api = await Promise.all([node('api'), node('api')]);
  return {
    doors: api.map(({ url }) => ({ url: `${url}/graphql`, token: testToken })),
    async remove() {
      await Promise.all([...api, projector].map((each) => each.remove()));
    },
  };
};
