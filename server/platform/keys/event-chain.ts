import type { EventMac } from "../events.ts";
import type { Keyring } from "./keyring.ts";

/** Chains events under the keys of that purpose. */
export const eventChain = (keys: Keyring): EventMac => ({
  mac: (data) => keys.mac("event-chain", data),
  verify: (keyVersion, data, mac) => keys.verifyMac("event-chain", keyVersion, data, mac),
});
