/** What data keys are for; each purpose has keys of its own, so that losing one opens nothing else. */
export const keyPurposes = ["account", "ground", "session", "event-chain", "log", "witness"] as const;
export type KeyPurpose = (typeof keyPurposes)[number];

export const isPurpose = (text: string): text is KeyPurpose => (keyPurposes as readonly string[]).includes(text);

/** Purposes whose old versions are needed for good: what they authenticated is never rewritten. */
export const keptForGood: ReadonlySet<KeyPurpose> = new Set(["event-chain"]);
