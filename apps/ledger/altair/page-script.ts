import type { Example } from './examples.js';

/**
 * The script that opens Altair with the examples. A token in the fragment (`/altair#token=…`, which never reaches a
 * server) is kept for the tab; without one the environment variable `token` waits to be filled in.
 */
export const pageScript = (examples: readonly Example[]): string => `
const fragment = new URLSearchParams(location.hash.slice(1));
if (fragment.has('token')) {
  sessionStorage.setItem('wavebook.token', fragment.get('token'));
  history.replaceState(null, '', location.pathname);
}
const token = sessionStorage.getItem('wavebook.token') ?? '';
const graphql = new URL('/graphql', location.href);
const socket = new URL('/graphql', location.href.replace(/^http/, 'ws'));
const authorization = { Authorization: 'Bearer {{token}}' };

const firstProgramme = async () => {
  if (!token) return '';
  const answer = await fetch(graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer ' + token },
    body: JSON.stringify({ query: '{ programmes(first: 1) { edges { node { id } } } }' }),
  });
  const { data } = await answer.json();
  return data?.programmes.edges[0]?.node.id ?? '';
};

const inAMonth = new Date(Date.now() + 30 * 86400000).toISOString().slice(0, 10);
const programmeId = await firstProgramme().catch(() => '');
const windows = ${JSON.stringify(examples).replaceAll('<', '\\u003c')}.map(({ name, operation, variables }) => ({
  initialName: name,
  initialQuery: operation,
  initialVariables: JSON.stringify(variables, null, 2),
  initialHeaders: authorization,
  endpointURL: graphql.href,
  subscriptionsEndpoint: socket.href,
  initialSubscriptionRequestHandlerId: 'graphql-ws',
  initialSubscriptionsPayload: authorization,
}));

// Altair would advertise a plugin here that has to be fetched from elsewhere.
localStorage.setItem('altair:db:ai-plugin-showcased', JSON.stringify({ value: true }));

AltairGraphQL.init({
  initialWindows: windows,
  initialEnvironments: { base: { title: 'Wavebook', variables: { token, programmeId, inAMonth } } },
  preserveState: false,
  disableAccount: true,
});
`;
