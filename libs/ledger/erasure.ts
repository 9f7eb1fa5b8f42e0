import type { Vault } from '#privacy';
import type { ReactionParts } from './reaction.js';

/**
 * When it was decided to erase a person, their key is destroyed: what the ledger holds of them is noise from then on.
 * `erased` is told of the programme, for what is kept of it elsewhere.
 */
export const personErasure = (
  vault: Vault,
  erased: (programmeId: string) => void = () => undefined,
): Pick<ReactionParts, 'name' | 'on' | 'checkpoints'> => ({
  name: 'person-erasure',
  checkpoints: vault,
  on: {
    PersonalDataErased: async ({ data, programmeId }) => {
      await vault.erase((data as { personId: string }).personId);
      erased(programmeId);
    },
  },
});
