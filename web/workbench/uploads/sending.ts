import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { cancelUpload, completeUpload, createUpload, sendPart } from "@chengxin/domain/upload/api.ts";
import { mostPartBytes } from "@chengxin/domain/upload/upload.ts";
import { ApiProblem } from "../../api-problem.ts";
import { call, sendBytes } from "../../api.ts";
import { bytesOf } from "./fingerprint.ts";
import { firstPartBytes, nextPartBytes, waitBeforeTry } from "./pace-of-parts.ts";

/** What is sent, and as what. */
export interface FileToSend {
  readonly file: File;
  /** The name under which the server knows it. */
  readonly fileName: string;
  readonly fingerprint: string;
  readonly item: string;
  readonly source: string;
  readonly language: "zh" | "en";
}

/** Why sending stopped for good, until somebody does something: a problem of the API, or the file itself. */
export type StopReason = ApiProblem | "fileChanged";

export type Stage =
  | { readonly at: "waiting" | "sending" | "checking" | "done" }
  /** The line is broken; it is tried again by itself at this moment (ms of `performance.now()`). */
  | { readonly at: "retrying"; readonly next: number }
  | { readonly at: "stopped"; readonly reason: StopReason };

const biteBytes = 256 * 1024;
const partTimeoutMs = 20_000;

/** No answer, or one that says nothing about the request: the same may succeed a moment later. */
const isPassing = (error: unknown): boolean =>
  error instanceof ApiProblem ? error.status >= 500 || error.status === 429 || error.status === 408 : true;

class Stopped extends Error {
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    super("sending stopped");
    this.reason = reason;
  }
}

/**
 * One file on its way to the server. It is read piece by piece and never held as a whole; a broken line is waited out; what the server has is asked of the
 * server, so a part whose answer was lost is not sent twice.
 */
export class Sending {
  readonly what: FileToSend;
  uploadId: string | null = null;
  /** Bytes that the server has. */
  sent = 0;
  stage: Stage = { at: "waiting" };
  readonly #changed: () => void;
  readonly #cancel = new AbortController();
  #hash = sha256.create();
  #hashed = 0;
  #wake: (() => void) | null = null;

  constructor(what: FileToSend, changed: () => void) {
    this.what = what;
    this.#changed = changed;
  }

  /** Resolves when the server has all of it, or when it stopped (`stage` says why). */
  async run(): Promise<void> {
    try {
      this.#go({ at: "sending" });
      const { file, fileName, fingerprint, item, source, language } = this.what;
      const announcement = { fileName, bytes: file.size, item, source, fingerprint, language };
      const upload = await this.#insist(() => call(createUpload, announcement));
      this.uploadId = upload.uploadId;
      this.sent = upload.received;
      await this.#sendParts(upload.uploadId);
      this.#go({ at: "checking" });
      await this.#digestRest();
      const digest = bytesToHex(this.#hash.clone().digest());
      await this.#insist(() => call(completeUpload, { upload: upload.uploadId, sha256: digest }));
      this.#go({ at: "done" });
    } catch (error) {
      if (this.#cancel.signal.aborted) return;
      if (error instanceof Stopped) this.#go({ at: "stopped", reason: error.reason });
      else throw error;
    }
  }

  /** Tries at once instead of waiting. */
  retryNow(): void {
    this.#wake?.();
  }

  /** Ends it, and throws away what the server has. */
  async cancel(): Promise<void> {
    this.#cancel.abort();
    this.#wake?.();
    if (this.uploadId !== null) await call(cancelUpload, { upload: this.uploadId });
  }

  async #sendParts(upload: string): Promise<void> {
    const { size } = this.what.file;
    let partBytes = firstPartBytes;
    while (this.sent < size) {
      this.sent = await this.#insist(async () => {
        // read anew at every try: a smaller part may get through
        const offset = this.sent;
        const bytes = await this.#read(offset, Math.min(size, offset + partBytes));
        const begun = performance.now();
        const signal = AbortSignal.any([AbortSignal.timeout(partTimeoutMs), this.#cancel.signal]);
        try {
          const [{ received }] = await Promise.all([
            sendBytes(sendPart, { upload, offset, bytes }, signal),
            this.#hashed === offset ? this.#digest(bytes) : null,
          ]);
          partBytes = nextPartBytes(partBytes, performance.now() - begun);
          return received;
        } catch (error) {
          // the part arrived and its answer did not, or another tab sends the same file
          if (error instanceof ApiProblem && error.code === "upload.offset_wrong")
            return Number(error.data["received"]);
          partBytes = nextPartBytes(partBytes, null);
          throw error;
        }
      });
      this.#go({ at: "sending" });
    }
  }

  /** Digests what follows what is digested already, in bites that leave the page time to answer. */
  async #digest(bytes: Uint8Array): Promise<void> {
    this.#hashed += bytes.length;
    for (let at = 0; at < bytes.length; at += biteBytes) {
      this.#hash.update(bytes.subarray(at, at + biteBytes));
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  /** Digests what was not read for sending: what the server had from before. */
  async #digestRest(): Promise<void> {
    const { size } = this.what.file;
    while (this.#hashed < size) {
      this.#cancel.signal.throwIfAborted();
      await this.#digest(await this.#read(this.#hashed, Math.min(size, this.#hashed + mostPartBytes)));
    }
  }

  async #read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await bytesOf(this.what.file, from, to).catch(() => null);
    if (bytes === null || bytes.length !== to - from) throw new Stopped("fileChanged");
    return bytes;
  }

  /** Does it until it is answered, waiting longer each time. @throws Stopped when the answer is no */
  async #insist<T>(work: () => Promise<T>): Promise<T> {
    for (let failed = 1; ; failed++) {
      this.#cancel.signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        this.#cancel.signal.throwIfAborted();
        if (error instanceof Stopped) throw error;
        if (!isPassing(error)) throw new Stopped(error as ApiProblem);
        const asked = error instanceof ApiProblem ? Number(error.data["retryAfter"] ?? 0) * 1000 : 0;
        const wait = Math.max(waitBeforeTry(failed), asked);
        this.#go({ at: "retrying", next: performance.now() + wait });
        await this.#pause(wait);
        this.#go({ at: "sending" });
      }
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        globalThis.removeEventListener("online", done);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, ms);
      globalThis.addEventListener("online", done);
      this.#wake = done;
    });
  }

  #go(stage: Stage): void {
    this.stage = stage;
    this.#changed();
  }
}
