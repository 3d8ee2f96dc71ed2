import { describe, it } from "vitest";
import {
  type StoreContractOptions,
  type StoreUnderTest,
  storeContract,
} from "../../src/testing/store-contract.ts";

/** The exported contract, with this project's runner. */
export function describeStore(
  name: string,
  create: () => StoreUnderTest | Promise<StoreUnderTest>,
  options?: StoreContractOptions,
): void {
  describe(name, () => {
    for (const { title, run } of storeContract(create, options)) it(title, run);
  });
}
