import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import type { UploadFiles } from "./upload-files.ts";

/** What taking in files through the browser needs; made in main.ts. */
export interface UploadServices {
  readonly database: Database;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly uploads: {
    readonly files: UploadFiles;
    /** One thing at a time for each upload. */
    readonly inTurn: <T>(upload: string, work: () => Promise<T>) => Promise<T>;
    /** A file waits: the queue need not look for it. */
    kick(): void;
  };
}
