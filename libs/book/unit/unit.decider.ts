import { adoptionCommands } from './adoption.decider.js';
import { enrolmentCommands } from './enrolment.decider.js';
import { goLiveCommands } from './go-live.decider.js';
import { mergerCommands } from './merger.decider.js';
import { usageCommands } from './usage.decider.js';

export const unitCommands = {
  ...enrolmentCommands,
  ...adoptionCommands,
  ...goLiveCommands,
  ...usageCommands,
  ...mergerCommands,
};
