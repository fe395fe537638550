import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { readConfig } from "../platform/config.ts";
import { useEmbeddedPostgres } from "../platform/embedded-postgres.ts";
import { openServices, type Services } from "../services.ts";
import { generateOrganisations, generateRecords } from "./generate-files.ts";
import { recordSet, type RecordKind } from "./invent-record.ts";

/** Sizes of one run. */
export interface Sizes {
  readonly organisations: number;
  /** Rows of the file whose intake is measured. */
  readonly rows: number;
  /** Records of all kinds that pages and lists are read from. */
  readonly records: number;
  /** Events that the auditor's searches look through; of a tenth of them the chains are true, for the verifier. */
  readonly events: number;
  readonly rounds: number;
}

export interface MadeFile {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
}

/** The product's services on a PostgreSQL of their own, and a folder for generated files; all of it gone after `close`. */
export interface Rig {
  readonly sizes: Sizes;
  readonly folder: string;
  readonly services: Services;
  /** A connection that may create tables beside the product's and make checkpoints. */
  readonly superuser: pg.Client;
  say(line: string): void;
  /** A further connection of the same kind; the caller ends it. */
  connect(): Promise<pg.Client>;
  organisationsFile(): MadeFile;
  recordsFile(kind: RecordKind, rows: number, dirty?: number): MadeFile;
  close(): Promise<void>;
}

export const seed = 1;

/** The same file is made once a run, under its own name only when it is whole. */
const madeFile = (path: string, rows: number, make: (unfinished: string) => number): MadeFile => {
  if (!existsSync(path)) {
    make(`${path}.unfinished`);
    renameSync(`${path}.unfinished`, path);
  }
  return { path, rows, bytes: statSync(path).size };
};

const connectTo = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {}); // the failing query reports it
  await client.connect();
  return client;
};

/**
 * @param parent folder in which the run makes its own; PostgreSQL's user must be able to enter it.
 * @throws Error in plain words when PostgreSQL does not start there.
 */
export const openRig = async ({
  sizes,
  parent = tmpdir(),
  say,
}: {
  sizes: Sizes;
  parent?: string;
  say: (line: string) => void;
}): Promise<Rig> => {
  const folder = mkdtempSync(join(parent, "chengxin-bench-"));
  chmodSync(folder, 0o755);
  const services = await openServices(readConfig({ DATA_DIR: folder, DEMO: "off" }), say);
  const postgres = await useEmbeddedPostgres({ dataDir: services.dataDir });
  const superuser = await connectTo(postgres.url("superuser"));
  return {
    sizes,
    folder,
    services,
    superuser,
    say,
    connect: () => connectTo(postgres.url("superuser")),
    organisationsFile: () =>
      madeFile(join(folder, "organisations.csv"), sizes.organisations, (path) =>
        generateOrganisations(path, { seed, from: 0, n: sizes.organisations }),
      ),
    recordsFile: (kind, rows, dirty = 0) =>
      madeFile(join(folder, `${kind.item}-${rows}-${dirty}.csv`), rows, (path) =>
        generateRecords(path, kind, recordSet(seed, sizes.organisations, dirty), { from: 0, n: rows }),
      ),
    close: async () => {
      await superuser.end();
      await services.close();
      await postgres.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
