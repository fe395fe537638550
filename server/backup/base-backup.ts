import pg from "pg";

/** What a base backup is told to write into. A write that answers `false` is full: nothing more comes until `drained`. */
export interface ArchiveSink {
  write(bytes: Buffer): boolean;
  drained(): Promise<void>;
}

export interface BaseBackup {
  readonly systemId: string;
  readonly timeline: number;
  /** From here on the log is needed to make the copy whole; it is in the archive. */
  readonly startLsn: string;
  /** The copy is the database as it was at this place of the log. */
  readonly stopLsn: string;
  /** PostgreSQL's own list of the files and their SHA-256, as JSON text. */
  readonly manifest: string;
}

interface Message {
  readonly chunk: Buffer;
}

/** BASE_BACKUP as `pg` runs it: a query whose answer is results, one stream of data messages, and results. */
class BaseBackupQuery {
  readonly #sink: ArchiveSink;
  readonly #command: string;
  readonly #finished = Promise.withResolvers<void>();
  readonly #positions: string[] = [];
  readonly #manifest: Buffer[] = [];
  #archives = 0;
  #inManifest = false;
  #waiting = false;
  #fields: readonly string[] = [];
  #error: Error | null = null;

  constructor(command: string, sink: ArchiveSink) {
    this.#command = command;
    this.#sink = sink;
  }

  get finished(): Promise<void> {
    return this.#finished.promise;
  }
  get positions(): readonly string[] {
    return this.#positions;
  }
  get manifest(): string {
    return Buffer.concat(this.#manifest).toString("utf8");
  }

  submit(connection: pg.Connection): null {
    (connection as unknown as { query(text: string): void }).query(this.#command);
    return null;
  }
  handleRowDescription(message: { fields: readonly { name: string }[] }): void {
    this.#fields = message.fields.map(({ name }) => name);
  }
  handleDataRow(message: { fields: readonly (string | null)[] }): void {
    const at = this.#fields.indexOf("recptr");
    if (at >= 0) this.#positions.push(message.fields[at] ?? "");
  }
  /** Protocol since PostgreSQL 15: n = new archive, d = data, m = the manifest begins, p = progress. */
  handleCopyData({ chunk }: Message, connection: pg.Connection): void {
    switch (String.fromCharCode(chunk[0] ?? 0)) {
      case "n":
        if (++this.#archives > 1)
          this.#error = new Error(
            "the database has tablespaces outside its data directory; this backup can't hold them",
          );
        return;
      case "m":
        this.#inManifest = true;
        return;
      case "d":
        if (this.#error) return;
        if (this.#inManifest) this.#manifest.push(Buffer.from(chunk.subarray(1)));
        else if (!this.#sink.write(Buffer.from(chunk.subarray(1)))) this.#wait(connection);
    }
  }
  /** Stops reading until the sink has room, so that a slow disk never fills the memory. */
  #wait(connection: pg.Connection): void {
    if (this.#waiting) return;
    this.#waiting = true;
    const { stream } = connection as unknown as { stream: { pause(): void; resume(): void; destroy(): void } };
    stream.pause();
    this.#sink.drained().then(
      () => {
        this.#waiting = false;
        stream.resume();
      },
      (error: unknown) => {
        this.#error ??= error as Error;
        stream.destroy();
        this.#finished.reject(this.#error);
      },
    );
  }
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleReadyForQuery(): void {
    if (this.#error) this.#finished.reject(this.#error);
    else this.#finished.resolve();
  }
  handleError(error: Error): void {
    this.#finished.reject(this.#error ?? error);
  }
}

const first = async <T extends pg.QueryResultRow>(client: pg.Client, command: string): Promise<T> => {
  const [row] = (await client.query<T>(command)).rows;
  if (!row) throw new Error(`PostgreSQL did not answer ${command.split(" ")[0]}`);
  return row;
};

/**
 * Takes a base backup of a running PostgreSQL (15 or newer) by its replication protocol: the data directory as one tar archive, with
 * the write-ahead log that makes it consistent. Writers go on meanwhile; a temporary replication slot keeps the log from
 * being recycled however much they write, and goes with the connection however that ends.
 * @param url of a user with the right REPLICATION
 * @throws Error of the database (28000, 42501: no such right), of the sink, or when `signal` says to stop
 */
export const takeBaseBackup = async (
  url: string,
  label: string,
  sink: ArchiveSink,
  signal?: AbortSignal,
): Promise<BaseBackup> => {
  const withMode = new URL(url);
  withMode.searchParams.set("replication", "database");
  const client = new pg.Client({ connectionString: withMode.href, application_name: "chengxin-backup" });
  client.on("error", () => {}); // the command under way reports it
  await client.connect();
  const cut = (): void =>
    (client as unknown as { connection: { stream: { destroy(error: Error): void } } }).connection.stream.destroy(
      new Error("interrupted"),
    );
  signal?.addEventListener("abort", cut, { once: true });
  try {
    const { systemid, timeline } = await first<{ systemid: string; timeline: string }>(client, "IDENTIFY_SYSTEM");
    await client.query(`CREATE_REPLICATION_SLOT "${label.replaceAll("-", "_")}" TEMPORARY PHYSICAL RESERVE_WAL`);
    const query = new BaseBackupQuery(
      `BASE_BACKUP (LABEL '${label}', CHECKPOINT 'fast', WAL true, WAIT true, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256')`,
      sink,
    );
    client.query(query as unknown as pg.Submittable);
    await query.finished;
    signal?.throwIfAborted();
    const [startLsn = "", stopLsn = ""] = query.positions;
    if (stopLsn === "" || query.manifest === "") throw new Error("PostgreSQL ended the backup early");
    return { systemId: systemid, timeline: Number(timeline), startLsn, stopLsn, manifest: query.manifest };
  } finally {
    signal?.removeEventListener("abort", cut);
    await client.end().catch(() => {});
  }
};
