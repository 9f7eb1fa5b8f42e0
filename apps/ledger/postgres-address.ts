/** What the driver makes of it: `require` and `verify-full` verify the certificate, `no-verify` only encrypts. */
const sslModes = ['disable', 'require', 'verify-full', 'no-verify'];

const isOfDatabase = ({ protocol, pathname, searchParams, hash }: URL): boolean => {
  const sslMode = searchParams.get('sslmode');
  return (
    /^postgres(ql)?:$/.test(protocol) &&
    pathname.length > 1 &&
    // A “#” in a password that was not written as %23 would cut the address short.
    hash === '' &&
    (sslMode === null || sslModes.includes(sslMode))
  );
};

/** Whether a text is the address of a database on PostgreSQL. */
export const isPostgresAddress = (text: string): boolean => URL.canParse(text) && isOfDatabase(new URL(text));

export const postgresAddressRule =
  'must be the address of a database, such as postgres://user:password@db.example/wavebook?sslmode=verify-full ' +
  `(sslmode: ${sslModes.join(', ')}), with signs like “@” in the password written as %40`;
