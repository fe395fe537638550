import type { LogDifference, LogDifferenceKind } from "../log/log-difference.ts";

type Say = (difference: LogDifference) => string;

const place = ({ logNo, index }: LogDifference): string =>
  index === null ? "an entry without a place yet" : `entry ${index} of log ${logNo}`;
const owner = ({ organisationId, uscc }: LogDifference): string =>
  organisationId === null || organisationId === 0
    ? "the platform itself"
    : `organisation ${uscc ?? "(code unknown)"} (number ${organisationId})`;
const version = (one: LogDifference): string => `record ${one.recordId}, version ${one.version}, of ${owner(one)}`;

export const logDifferences: Readonly<Record<LogDifferenceKind, Say>> = {
  "group.gap": ({ logNo, data }) =>
    `log ${logNo} lacks entries ${data["from"]} to ${data["last"]}: they were removed or moved`,
  "group.overlap": ({ logNo, index, data }) =>
    `group ${data["group"]} is placed at entry ${index} of log ${logNo}, where others are: it was added or moved`,
  "group.beyond": ({ logNo, data }) =>
    `the newest checkpoint of log ${logNo} has ${data["size"]} entries, the database has places up to ${data["placed"]}`,
  "tile.differs": ({ logNo, index, data }) =>
    `tile ${data["n"]} of level ${data["level"]} of log ${logNo} is not what its entries come to${index === null ? "" : `, from entry ${index} on`}: entries or tile were changed`,
  "tile.missing": ({ logNo, data }) => `log ${logNo} lacks tile ${data["n"]} of level ${data["level"]}`,
  "tile.extra": ({ logNo, data }) => `log ${logNo} has a tile ${data["n"]} of level ${data["level"]} that it shouldn't`,
  "checkpoint.root": ({ logNo, data }) =>
    `the checkpoint of log ${logNo} at size ${data["size"]} is not what its entries come to: entries or checkpoint were changed${Number(data["more"]) > 0 ? `; so are ${data["more"]} checkpoints behind it` : ""}`,
  "checkpoint.note": ({ logNo, data }) =>
    `the text or the signature of the checkpoint of log ${logNo} at size ${data["size"]} is not one of the log's key`,
  "key.unlogged": ({ logNo, data }) =>
    `key ${data["vkey"]} of log ${logNo} has no entry, or has one and is not in the database`,
  "signed.differs": ({ data }) => `the database is not what was signed outside it: ${data["message"]}`,
  "heads.head": (one) =>
    `the head of ${owner(one)} (${one.data["day"]}) is not what its entries come to: it was changed`,
  "heads.branch": ({ data }) =>
    `a branch of the tree of heads (${data["day"]}) is not what the entries come to: it was changed, or heads were`,
  "heads.root": ({ data }) =>
    `the root of the tree of heads (${data["day"]}) is not what the entries come to: heads, the list of organisations or the day were changed`,
  "heads.statement": ({ data }) =>
    `the logged statement of the heads of ${data["day"]} is not what the entries come to`,
  "heads.entries": ({ data }) =>
    `the heads of ${data["day"]} can't be made again: entries are missing, or whose they are was changed`,
  "version.changed": (one) =>
    `${version(one)} is not what was logged (${place(one)}): content, publicity, kind of change, time or salt were changed`,
  "version.hash": (one) => `the content of ${version(one)} doesn't have its stored digest`,
  "version.until": (one) =>
    `${version(one)} doesn't end where the next version begins: it was ended, taken up again, or the version behind it was removed`,
  "version.unlogged": (one) =>
    `${version(one)} has no entry: it was added behind the program's back, or is from before the log and waits for the program to run`,
  "version.entry_missing": (one) =>
    `the entry of ${version(one)} does not exist: it was removed, or the version was pointed elsewhere`,
  "entry.twice": (one) => `${version(one)} and another fact claim the same entry (${place(one)})`,
  "entry.without_fact": (one) =>
    `what ${place(one)} stands for (${owner(one)}) is not in the database: a version or a statement was removed`,
  "statement.changed": (one) => `the statement of ${place(one)} is not what was logged: text or salt were changed`,
  "statement.entry_missing": ({ data }) => `the entry of statement ${data["logAt"]} does not exist`,
};
