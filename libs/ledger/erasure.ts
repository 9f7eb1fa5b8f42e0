import type { Vault } from '#privacy';
import type { ReactionParts } from './reaction.js';

/** When it was decided to erase a person, their key is destroyed: what the ledger holds of them is noise from then on. */
export const personErasure = (vault: Vault): Pick<ReactionParts, 'name' | 'on' | 'checkpoints'> => ({
  name: 'person-erasure',
  checkpoints: vault,
  on: {
    PersonalDataErased: async ({ data }) => vault.erase((data as { personId: string }).personId),
  },
});
