import { keptDays } from "@chengxin/domain/upload/upload.ts";
import type { UploadState } from "@chengxin/domain/upload/upload.ts";

const states: Readonly<Record<UploadState, string>> = {
  receiving: "Not sent to its end",
  queued: "Sent, waits to be read in",
  importing: "Being read in",
  finished: "Read in",
  refused: "The whole file came back; nothing of it is stored",
  failed: "Reading in stopped on the way",
  cancelled: "Cancelled",
  expired: `Thrown away after ${keptDays} days`,
};

export const uploads = {
  title: "Send files",
  lead: "Choose files, check the item, press “Send”. What has arrived is read in by itself, and ends with a receipt.",
  noScript:
    "Files are sent in parts by the browser, which needs JavaScript. Please switch it on and load this page again; where that is not possible, ask the credit centre.",
  noSource: "Your account has no department to send for yet",
  noSourceAdvice: "Please ask the system administrator to name the department in your role.",
  drop: "Drop files here, or",
  choose: "Choose files",
  chooseHint: (most: number) =>
    `CSV, XLSX or JSON with one object a line; UTF-8 and GB18030 both work; several at once, at most ${most} MB each.`,
  checking: "Looking at the files …",
  source: "Department",
  sourceMissing: "choose the department first",
  toSend: "Ready to send",
  item: "Item",
  chooseItem: "Choose the item",
  itemOf: (file: string) => `Item of ${file}`,
  guessed: (known: number, columns: number) => `By its columns: ${known} of ${columns} are this item's`,
  unknownColumns: (names: string) =>
    `Unknown columns: ${names}. Rename them as the catalogue does or delete them, or the whole file will come back.`,
  preset: "As on the receipt you came from",
  notGuessed: "The columns don't tell which item it is; please choose",
  resumes: (sent: string, of: string) => `${sent} of ${of} were sent before; it goes on from there`,
  remove: (file: string) => `Don't send ${file}`,
  removeShort: "Remove",
  already: (file: string) => `${file} is in the list already and was not added again.`,
  consequence:
    "Rows that pass the checks are stored at once, and those of public items are published on the portal; faulty rows come back and are not stored; information about natural persons is not taken. Sending the same again changes nothing.",
  send: (count: number) => (count > 1 ? `Send ${count} files` : "Send"),
  itemMissing: (file: string) => `choose the item of “${file}” first`,
  bytesUnit: "",
  rowsUnit: "rows",
  underWay: "Being sent",
  recent: "Sent lately",
  recentLead:
    "You may leave this page while files are sent and read in. If the window was closed, choose the same file again: it goes on where it stopped.",
  nothingYet: "No file has been sent yet",
  nothingYetAdvice:
    "Begin by choosing files above. What came by the import command is among “Files sent and receipts”.",
  waiting: "Waits for the one before",
  sendingOf: (file: string) => `Sending ${file}`,
  comparing: "Comparing what has arrived …",
  retrying: (seconds: number, kept: string) =>
    `The server can't be reached; the next try is in ${seconds} s. The ${kept} that arrived are not lost.`,
  retryNow: "Try now",
  fileChanged:
    "The file was changed, moved or deleted while it was sent, and did not arrive whole. Please choose it again.",
  sessionEnded: "Your session has ended before the file was sent to its end; what arrived is kept.",
  signIn: "Sign in in a new window",
  thenGoOn: "Then press “Go on”.",
  goOn: "Go on",
  cancel: "Cancel",
  cancelOf: (file: string) => `Cancel sending ${file}`,
  chooseAgain: "Choose the same file to go on",
  chooseAgainHint: (sent: string, of: string) => `${sent} of ${of} have arrived. Kept for ${keptDays} days.`,
  otherFile: (chosen: string, wanted: string) =>
    `“${chosen}” is not the same as “${wanted}”, which was not sent to its end. Please choose the file it was.`,
  notMine: "Sent by another account of the department",
  place: (place: number) => (place === 1 ? "It is next" : `${place - 1} before it`),
  importingOf: (file: string) => `Reading in ${file}`,
  receipt: "Receipt",
  receiptOf: (file: string) => `Receipt of ${file}`,
  failed: "Not done",
  states,
} as const;
