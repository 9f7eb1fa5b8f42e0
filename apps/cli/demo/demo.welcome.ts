import type { DemoMarker } from './demo-folder.js';

/** Asks for the waves of the demo, in a form that a shell takes as it is. */
const query = '{ programmes(first: 1) { edges { node { name status solutions { ref name } } } } }';

/** What a person who started the demo needs to try it, in one block. */
export const demoWelcome = (serving: {
  readonly url: string;
  readonly data: string;
  readonly adminToken: string;
  readonly marker: DemoMarker;
}): string => {
  const { url, data, adminToken, marker } = serving;
  return `
Digital skolehverdag: tablets at Bærum’s schools, 2014–2019, as ${marker.lines} lines of a programme’s book.
What is not public knowledge was made up, and says so in its evidence.

  Open   ${url}/altair#token=${adminToken}
         Its tabs hold examples: adoption by wave, the curve, what slipped and why, the book line by line.
  API    ${url}/graphql
  Token  ${adminToken}
  Try    curl -s ${url}/graphql -H 'Authorization: Bearer ${adminToken}' \\
           -H 'Content-Type: application/json' -H 'Accept-Language: nb' \\
           -d '{"query":"${query}"}'
  Data   ${data}  (wavebook demo --fresh writes it anew; Ctrl-C stops the server)
         With WAVEBOOK_DATA set to it, other commands work on the demo, such as “token create” and “history”.

`;
};
