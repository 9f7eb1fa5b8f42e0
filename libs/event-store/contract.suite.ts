import { afterEach, beforeEach, describe } from '@jest/globals';
import { appending } from './contract/append.contract.js';
import { closing } from './contract/close.contract.js';
import type { OpenedEngine, OpenEngine } from './contract/engine.js';
import { modelling } from './contract/model.contract.js';
import { reading } from './contract/read.contract.js';
import { repeating } from './contract/repetition.contract.js';
import { subscribing } from './contract/subscribe.contract.js';
import { validating } from './contract/validation.contract.js';

/**
 * What every engine behind the port must do. The ledger that `open` gives may hold events of earlier tests; positions
 * are compared, never computed, for they have gaps on some engines.
 */
export const eventStoreContract = (engine: string, open: OpenEngine): void => {
  describe(`event store contract on ${engine}`, () => {
    let opened: OpenedEngine;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.dispose());

    for (const part of [appending, repeating, validating, reading, subscribing, closing, modelling]) part(() => opened);
  });
};
