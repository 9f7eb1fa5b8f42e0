import { globalId } from '#kernel';
import type { RoleHolderColumn } from './programme/programme.projection.js';
import type { Reading } from './reading.js';

/** A role holder as it is shown: sealed fields opened, as far as they may be. */
export const showRoleHolder = async (holder: RoleHolderColumn, reading: Reading) => ({
  title: holder.title,
  personId: holder.personId ? globalId('Person', holder.personId) : null,
  name: await reading.open(holder.name),
  email: await reading.open(holder.email),
});
