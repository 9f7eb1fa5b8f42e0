import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Actor } from '#kernel';
import { z } from 'zod';

const grant = z.strictObject({
  /** The pseudonym that lines of the book bear. It stays when the token is changed. */
  actorId: z.string(),
  role: z.enum(['admin', 'manager', 'contributor', 'auditor', 'viewer']),
  /** SHA-256 of the token, hex. The token itself has 192 random bits, so that nothing slower is needed. */
  tokenSha256: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.iso.datetime(),
});
const accessFile = z.strictObject({ grants: z.array(grant) });
type Grant = z.output<typeof grant>;

/** Who may come in, by token. */
export interface Access {
  /** Whose token it is; undefined when it is nobody's. Takes the same time for every token of the same length. */
  actorOf(token: string): Actor | undefined;
  /** A token that was made just now. It is told this once; the file holds its hash alone. */
  readonly newAdminToken: string | undefined;
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

const newGrant = (token: string): Grant => ({
  actorId: `actor-${randomBytes(4).toString('hex')}`,
  role: 'admin',
  tokenSha256: sha256(token).toString('hex'),
  createdAt: new Date().toISOString(),
});

const read = (file: string): readonly Grant[] => {
  try {
    return accessFile.parse(JSON.parse(readFileSync(file, 'utf8'))).grants;
  } catch (error) {
    throw new Error(`${file} does not tell who may come in. Restore it, or remove it to get a new admin token.`, {
      cause: error,
    });
  }
};

const draft = (file: string, grants: readonly Grant[]): string => {
  const name = `${file}.${process.pid}`;
  writeFileSync(name, `${JSON.stringify({ grants }, null, 2)}\n`, { mode: 0o600, flush: true });
  return name;
};

/** Two processes may start at once: the first one to put the file there wins. Returns whether it was this one. */
const createOnce = (file: string, grants: readonly Grant[]): boolean => {
  const made = draft(file, grants);
  try {
    linkSync(made, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(made);
  }
};

const withAdminToken = (grants: readonly Grant[], token: string): readonly Grant[] => {
  const tokenSha256 = sha256(token).toString('hex');
  const at = grants.findIndex(({ role }) => role === 'admin');
  return at < 0 ? [...grants, newGrant(token)] : grants.with(at, { ...grants[at]!, tokenSha256 });
};

const establish = (file: string, configured: string | undefined): { grants: readonly Grant[]; made?: string } => {
  if (!existsSync(file)) {
    const token = configured ?? randomBytes(24).toString('base64url');
    const grants = [newGrant(token)];
    if (createOnce(file, grants)) return configured ? { grants } : { grants, made: token };
  }
  const kept = read(file);
  if (!configured) return { grants: kept };
  const grants = withAdminToken(kept, configured);
  if (JSON.stringify(grants) !== JSON.stringify(kept)) renameSync(draft(file, grants), file);
  return { grants };
};

/**
 * Opens the list of tokens, or makes it with one admin token: the configured one, or a new one that is told once. A
 * configured token replaces the admin's earlier one; the admin's pseudonym stays.
 */
export const openAccess = ({ file, adminToken }: { file: string; adminToken?: string | undefined }): Access => {
  const { grants, made } = establish(file, adminToken);
  const known = grants.map(({ actorId, role, tokenSha256 }) => ({
    actor: { id: actorId, role },
    hash: Buffer.from(tokenSha256, 'hex'),
  }));
  return {
    actorOf(token) {
      const hash = sha256(token);
      // Every hash is compared, so that the time does not tell which one came close.
      return known.filter((each) => timingSafeEqual(each.hash, hash)).at(0)?.actor;
    },
    newAdminToken: made,
  };
};

/** The token of an `Authorization: Bearer …` header (RFC 6750); undefined when it is something else. */
export const bearerToken = (header: unknown): string | undefined =>
  typeof header === 'string' ? /^Bearer +([\x21-\x7e]{1,512})$/i.exec(header.trim())?.[1] : undefined;
