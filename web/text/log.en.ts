import type { LogText } from "./log.zh-CN.ts";

/** The transparency log and proofs, English. */
export const logEn = {
  log: {
    title: "The transparency log",
    lead: "Every report, correction and withdrawal of a record is entered here. If anybody alters it later, back-dates it or shows different people different things, anybody can find out.",
    whatTitle: "What it is",
    what: [
      "A public register that only grows: nothing in it is changed or removed. Each entry is a cryptographic digest without name, code or content; by itself it says nothing.",
      "The platform signs the whole register again and again; a signed state is a “checkpoint”. Change any earlier entry and no later signature fits.",
      "For every public record there is a proof to download. It is checked offline, without trusting this site.",
    ],
    nowTitle: "How it stands",
    name: "Name of the log",
    entries: "Entered",
    entriesOf: (n) => `${n} entries`,
    newest: "Newest checkpoint",
    none: "No checkpoint has been signed yet",
    root: "Root digest",
    begun: "Begun",
    raw: "The checkpoint as it is",
    standsTitle: "The log is not signing",
    stands: (at) =>
      `New entries have not been signed since ${at}. Records are taken in and published as ever, and what was signed is not touched; the entries follow when signing goes on. If it lasts, ask whoever runs this site why.`,
    keysTitle: "Public key",
    keysLead:
      "Proofs are checked with it. A key from this very site lets the site vouch for itself: write it down or save it now, or compare it with one from another place (the code repository, a newspaper, a neighbouring city, a proof from earlier).",
    key: "Public key",
    keySigns: (from) => `signs since ${from}`,
    keyEnds: (from, until) => `signs from ${from} to ${until}`,
    witnessesTitle: "Witnesses",
    witnessesLead:
      "A witness is another body, such as a neighbouring city or a newspaper. It remembers what it has seen and cosigns a new checkpoint only when that adds to it and changes nothing. With cosignatures the platform can't show different logs to different people. When a witness is down, publication goes on.",
    witnessesNone:
      "There are no witnesses yet. Without them nothing here makes sure that everybody is shown the same log; you can compare the root digest of a checkpoint with others.",
    quorum: (n) =>
      `As a rule a checkpoint is shown once ${n} of them have cosigned it; those that don't answer for long are not waited for.`,
    contradicted:
      "A witness shows a checkpoint that this platform signed and that this log does not have. The log has stopped signing until that is cleared up.",
    witness: "Witness",
    witnessKey: "Public key",
    cosigned: "Cosigned last",
    cosignedUpTo: (at, n) => `${at}, the first ${n} entries`,
    never: "Has cosigned nothing yet",
    failing: (at) => `no answer since ${at}`,
    provenTitle: "What it proves",
    proven: [
      "That a version of a record is in the log, and that not a character of it has changed since.",
      "That the log only grows: a later checkpoint has all entries of an earlier one in the same order.",
      "With cosignatures: that all this was in the log no later than then, and that the witness was shown the same.",
    ],
    notTitle: "What it does not prove",
    not: [
      "That a decision is right or its content true. What is entered is what was reported, not that it is so.",
      "That departments reported everything. What was never reported is not here.",
      "That a record is still public, or the newest version. Look at the record's page.",
    ],
    checkTitle: "Check it yourself",
    checkLead:
      "On the page of any public record follow “Entered in the transparency log”, download the proof, and then choose:",
    checkPage:
      "The offline page: open or save the page below, disconnect from the network, choose the proof and paste the key.",
    checkCommand: "The command (Node 20 or later, no network):",
    checkFollow: "Follow the whole log, compute every entry again and compare with what was seen before:",
    openPage: "Open the offline page",
    savePage: "Save that page",
    programmersTitle: "For developers",
    programmers: [
      "The formats are open: tlog-tiles, tlog-checkpoint, signed-note, tlog-proof and tlog-witness of c2sp.org, hashing as in RFC 6962. Tools that others wrote will do.",
      "The verifier's source and the formats are in the folder verifier of the code repository: no dependencies, read in an afternoon.",
    ],
    privacyTitle: "Does it give anything away",
    privacy: [
      "Each entry is mixed with random bytes of its own (a salt). Without them nobody can guess from the digest which organisation or content it stands for.",
      "What the law wants deleted loses salt and content: the entry then means nothing, and the register is still whole.",
    ],
  },
  proof: {
    title: (title) => `${title}: proof of entry`,
    heading: "Proof of entry",
    lead: "The present version of this record is entered in the transparency log and has not been changed since. Below is what that proves, what it does not, and how to check it yourself.",
    record: "Record",
    organisation: "Organisation",
    version: "Version",
    versionOf: (n) => `version ${n}`,
    since: "Entered",
    place: "Place",
    placeOf: (n) => `no. ${n} (counted from 0)`,
    log: "Log",
    checkpoint: "Checkpoint",
    checkpointOf: (n, at) => `the first ${n} entries as a whole, signed ${at}`,
    cosigned: "Cosigned by",
    cosignedNone: "No witness has cosigned this checkpoint",
    whyWait: "Waiting to be entered",
    wait: "This version is stored and has no place in the transparency log yet, which takes a second or two as a rule. Reload this page shortly.",
    provenTitle: "What is proven",
    proven: {
      version: (n, at) =>
        `Version ${n} of this record (entered ${at}) is in the log, and nothing in it has changed since.`,
      until:
        "Whose it is, of which kind, until when it is public, and whether it was a report, a correction or a change of rules stands in the entry and is proven with it.",
      whole: "The whole content comes with the proof and can be compared word by word.",
      hashed: (names) =>
        `This record has content that is not public or in which names are masked${names}, so the proof has only a salted digest of the whole. Who holds the whole content and its salt (such as the organisation itself) can check it; nobody else can see or try out what it is.`,
      names: (list) => ` (${list})`,
      signed: (n) =>
        `The log signed the first ${n} entries as a whole, and the place of this one among them can be computed again.`,
      witnessed: "The witnesses above confirm that they were shown the same log.",
    },
    notTitle: "What is not proven",
    not: {
      true: "That the decision is right or its content true.",
      newest:
        "That it will not be corrected or withdrawn. There may be another version after the download: look at the record's page.",
      time: "The time of entry is the platform's word; with a cosignature it was no later than that.",
      unwitnessed: "That everybody is shown the same log: no witness has cosigned.",
    },
    checkTitle: "Check it yourself",
    take: "Download the proof",
    steps: {
      take: "Download the proof.",
      page: "Open the offline page (you may save it and disconnect first) and choose the proof.",
      key: "Paste the log's public key. Best is one that you wrote down earlier or have from elsewhere, not only this:",
    },
    command: "Or use the command:",
    more: "About the transparency log",
    keep: "The file stays valid after publication has ended. Keep it and pass it on only where it is needed.",
    back: "Back to the record",
    newer:
      "The version above is the present one. Earlier ones are in the log too, but no longer public: there is no proof of them to download.",
  },
} satisfies LogText;
