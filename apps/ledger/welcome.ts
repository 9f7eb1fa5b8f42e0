import type { Role } from './config.js';

/** The admin's token, told the one time that it can be. */
export const toldToken = (newAdminToken: string): string => `
  Admin access token, shown this once:  ${newAdminToken}
  Send it as “Authorization: Bearer <token>”. WAVEBOOK_ADMIN_TOKEN sets another one.

`;

/** What the person who started the server needs to know, in one block. */
export const welcome = ({
  url,
  data,
  newAdminToken,
  role = 'all',
}: {
  readonly url: string;
  readonly data: string;
  readonly newAdminToken: string | undefined;
  readonly role?: Role;
}): string => {
  const served = [
    `  GraphQL  ${url}/graphql  (HTTP and WebSocket, with an access token)`,
    `  Altair   ${url}/altair${newAdminToken ? `#token=${newAdminToken}` : ''}`,
  ];
  const lines = [
    role === 'projector' ? `Wavebook projects, and is ready at ${url}` : `Wavebook is ready at ${url}`,
    ...(role === 'projector' ? [] : served),
    `  Health   ${url}/health/ready`,
    `  Data     ${data}`,
  ];
  return `\n${lines.join('\n')}\n${newAdminToken ? toldToken(newAdminToken) : '\n'}`;
};
