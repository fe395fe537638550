/** What data keys are for; each purpose has keys of its own, so that losing one opens nothing else. */
export const keyPurposes = ["account", "ground", "session", "event-chain"] as const;
export type KeyPurpose = (typeof keyPurposes)[number];
