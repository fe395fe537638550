import { useState } from "react";
import type { RouteAnswer } from "@chengxin/domain/route.ts";
import { guessUpload, type Upload } from "@chengxin/domain/upload/api.ts";
import { call } from "../../api.ts";
import { useWorkbenchText } from "../text/use-workbench-text.ts";
import { checkFile, type FileFault } from "./check-file.ts";
import { columnNames } from "./column-names.ts";
import { fingerprintOf } from "./fingerprint.ts";

type Told = RouteAnswer<typeof guessUpload>;
export type Sources = Told["sources"];

/** A file that was chosen and is not sent yet. */
export interface ChosenFile {
  readonly key: string;
  readonly file: File;
  readonly fault: FileFault | null;
  readonly fingerprint: string;
  readonly guess: Told["guess"];
  /** An upload of the very same file that was not sent to its end. */
  readonly resumes: Upload | null;
  /** As the clerk has it; null: not chosen yet. */
  readonly item: string | null;
}

export interface Chosen {
  readonly files: readonly ChosenFile[];
  readonly source: string | null;
  /** Files are being looked at. */
  readonly busy: boolean;
  readonly said: string;
  /** The item that another page asked for. */
  readonly preset: string | null;
  add(files: readonly File[]): void;
  chooseItem(key: string, item: string): void;
  chooseSource(source: string): void;
  remove(keys: readonly string[]): void;
}

interface Known {
  readonly sources: Sources;
  readonly uploads: readonly Upload[];
  readonly preset: { readonly item: string | null; readonly source: string | null };
}

const noGuess = async (): Promise<null> => null;

/** Looks at one file: can it be sent, what is it, was it begun before? */
const lookAt = async (file: File, { uploads, preset }: Known): Promise<ChosenFile> => {
  const fault = checkFile(file);
  const key = `${file.name} ${file.size} ${file.lastModified}`;
  if (fault) return { key, file, fault, fingerprint: "", guess: null, resumes: null, item: null };
  const fingerprint = await fingerprintOf(file);
  const names = (await columnNames(file)).slice(0, 300).map((name) => name.slice(0, 200));
  const guess =
    names.length > 0 ? await call(guessUpload, { headers: names }).then((told) => told.guess, noGuess) : null;
  const resumes =
    uploads.find(
      (one) => one.state === "receiving" && one.mine && one.fingerprint === fingerprint && one.bytes === file.size,
    ) ?? null;
  return { key, file, fault, fingerprint, guess, resumes, item: resumes?.item.id ?? guess?.item ?? preset.item };
};

/** The files that were chosen, with what is known of each before it is sent. */
export const useChosen = (known: Known): Chosen => {
  const text = useWorkbenchText().uploads;
  const { sources, preset } = known;
  const [files, setFiles] = useState<readonly ChosenFile[]>([]);
  const [picked, setPicked] = useState<string | null>(null);
  const [looking, setLooking] = useState(0);
  const [said, setSaid] = useState("");
  const wanted = picked ?? preset.source ?? (sources.length === 1 ? (sources[0]?.id ?? null) : null);
  const source = sources.some(({ id }) => id === wanted) ? wanted : null;

  const add = async (added: readonly File[]): Promise<void> => {
    setLooking((n) => n + 1);
    setSaid("");
    try {
      for (const file of added) {
        const looked = await lookAt(file, known);
        setFiles((present) => {
          if (!present.some(({ key }) => key === looked.key)) return [...present, looked];
          setSaid(text.already(file.name));
          return present;
        });
      }
    } finally {
      setLooking((n) => n - 1);
    }
  };
  return {
    files,
    source,
    busy: looking > 0,
    said,
    preset: preset.item,
    add: (added) =>
      void add(added).catch(() => {
        // the disk took it away while it was looked at
        setSaid(text.fileChanged);
      }),
    chooseItem: (key, item) => setFiles((present) => present.map((one) => (one.key === key ? { ...one, item } : one))),
    chooseSource: setPicked,
    remove: (keys) => setFiles((present) => present.filter(({ key }) => !keys.includes(key))),
  };
};
