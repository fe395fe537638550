import type { ScopeText } from "./scope.zh-CN.ts";

/** The charter in plain words, English. */
export const scopeEn = {
  title: "What this platform does not do",
  lead: "This is an administrative register about organisations: enterprises, public institutions, social organisations, government bodies, and sole traders as businesses. It does not rate people, and no configuration can turn it into something that does.",
  whyTitle: "Why not",
  why: [
    "Some plans also sketch a citizen side: collecting individuals' behaviour, grading conduct online, listing individuals, penalties that follow a person from one authority to the next. That part is not built and cannot be added by configuration.",
    "An error there costs a person housing, travel, schooling or work, and nobody is answerable for the sum of the penalties; it also chills speech. It runs against the plans' own rules on purpose and consent, which allow no blanket or lifetime authorisation, and against the personal information law's rules on consent and automated decisions.",
  ],
  rulesTitle: "Eight limits",
  rules: [
    [
      "No natural person is rated, listed or watched",
      "There is no evaluation, list, measure or supervision of people here, and none is accepted. Nothing follows from an organisation's record for its legal representative, staff or owners. A sole trader is a business run by one person: it may have records, and is never graded or ranked; the database refuses such a grade.",
    ],
    [
      "No record of what people say or do online",
      "Nor of location, travel, traffic, family, belief, biometric data or social relations. The catalogue has no such class, and the program refuses to register one.",
    ],
    [
      "Rows about natural persons are turned away on arrival",
      "Where the subject is marked as a natural person, or an identity number stands in the code column, the whole row is refused: counted in the receipt with the reason, and not stored, not even in the file of rejected rows or a log.",
    ],
    [
      "A person named in an organisation's record is masked in public",
      "In the columns for names, and in the text after words such as “legal representative”. Such a person is never a search key and cannot be used to join organisations. Identity numbers are removed on arrival.",
    ],
    [
      "No files on persons",
      "The platform refuses any file on a person that holds what that person did not ask for, that has a score, a comparison or anything negative, or that others can see without that person's leave or without an end.",
    ],
    [
      "Nothing adverse happens to an organisation by machine alone",
      "There are no lists or measures of our own here; only what authorities have decided is published. The platform refuses any list entry or measure without a legal basis in the published catalogue, an entitled authority, a notice served, time to reply, a decision signed by a named official, an end date, and a way to appeal and to repair.",
    ],
    [
      "No secret reading of non-public data",
      "An official states a purpose and a ground before an organisation's non-public records open. The reading is stored first and the content given after; where it can't be stored nothing is given. The organisation's agent sees the complete list: when, in what role, for what purpose, on what basis, what was read; of an investigation that the law keeps confidential, from the day that period ends. An entry that is missing or changed shows.",
    ],
    [
      "Ending is automatic, starting is not",
      "Publication ends by itself on its day. A missed job cannot prolong it, because whether a record is public is computed from dates at the moment of reading.",
    ],
  ],
  testedTitle: "How this is ensured",
  tested: [
    "Today the platform collects, publishes and searches, and lets an organisation see its own file and who read it, and let others read. Every limit that touches these has tests that try to break it: through the API, through the database as the program's own role, through a department's file, and through the catalogue. A change that would need one of those tests weakened is not made.",
    "Evaluation, lists, measures and personal files are not built. Whatever is built later, the tests that keep these limits come first.",
  ],
  meaningTitle: "What it means for whoever searches",
  meaning: [
    "A person's name finds nothing: not because there is no result, but because none is collected.",
    "No adverse record is no guarantee, and an adverse record is no ban. Read the record itself: who decided, on what basis, until when.",
    "There is no score, grade, medal or face here.",
  ],
} satisfies ScopeText;
