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
}: {
  readonly url: string;
  readonly data: string;
  readonly newAdminToken: string | undefined;
}): string => {
  const lines = [
    `Wavebook is ready at ${url}`,
    `  GraphQL  ${url}/graphql  (HTTP and WebSocket, with an access token)`,
    `  Altair   ${url}/altair${newAdminToken ? `#token=${newAdminToken}` : ''}`,
    `  Health   ${url}/health/ready`,
    `  Data     ${data}`,
  ];
  return `\n${lines.join('\n')}\n${newAdminToken ? toldToken(newAdminToken) : '\n'}`;
};
