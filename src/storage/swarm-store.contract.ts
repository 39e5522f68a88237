import { describe } from 'node:test';
import { catalogContract } from './contract/catalog.contract.ts';
import { leaseContract } from './contract/leases.contract.ts';
import { memberContract } from './contract/members.contract.ts';
import { modelContract } from './contract/model-test.contract.ts';
import { searchContract } from './contract/search.contract.ts';
import type { MakeStore } from './contract/fixtures.contract.ts';
import { visibilityContract } from './contract/visibility.contract.ts';

/**
 * What every store must do, run by the tests of each driver.
 * @param makeStore makes an empty store that takes its time from the clock; the suite closes it
 * @param options.runs of the property tests: fewer where a store is expensive to make
 */
export function swarmStoreContract(name: string, makeStore: MakeStore, options: { readonly runs: number }): void {
  describe(`the store contract, by ${name}`, () => {
    memberContract(makeStore);
    leaseContract(makeStore);
    catalogContract(makeStore);
    searchContract(makeStore);
    visibilityContract(makeStore, options.runs);
    modelContract(makeStore, options.runs);
  });
}
