import { entryTypes } from "@chengxin/verifier/entry.js";
import type pg from "pg";
import type { EventMac } from "../platform/events.ts";
import type { Found } from "./found.ts";
import { readSealFile } from "./seal-file.ts";
import { contentColumns, digestOf, sealColumns, sealOf, sealText, type Seal, type SealRow } from "./seal.ts";

interface SealsOptions {
  readonly client: pg.ClientBase;
  readonly chain: EventMac;
  readonly found: Found;
  readonly filePath: string;
  readonly signal: AbortSignal | undefined;
}

export interface SealsChecked {
  readonly seals: number;
  readonly last: Seal | null;
  readonly firstUnchained: number;
  /** Seals in the file behind the newest that this look at the database knows; for a later look. */
  readonly ahead: readonly Seal[];
  /** Number of the last seal in the file. */
  readonly lastInFile: number;
}

const sealsAtOnce = 500;
/** Of events read back in one statement, about. */
const eventsAtOnce = 100_000;

async function* storedSeals(client: pg.ClientBase): AsyncGenerator<Seal[]> {
  for (let after = 0; ;) {
    const { rows } = await client.query<SealRow>(
      `select ${sealColumns} from event_seal where seal_no > $1 order by seal_no limit ${sealsAtOnce}`,
      [after],
    );
    if (rows.length === 0) return;
    after = rows.at(-1)!.seal_no;
    let part: Seal[] = [];
    let events = 0;
    for (const seal of rows.map(sealOf)) {
      part.push(seal);
      events += seal.events;
      if (events < eventsAtOnce) continue;
      yield part;
      part = [];
      events = 0;
    }
    if (part.length > 0) yield part;
  }
}

/** What the events of each seal's transactions come to now. */
const contentOf = async (client: pg.ClientBase, seals: readonly Seal[]) => {
  const { rows } = await client.query<{ n: number; events: number; unchained: number; entries: Buffer | null }>(
    `select s.n::integer as n, c.* from unnest($1::xid8[], $2::xid8[]) with ordinality as s (ends_from, ends_to, n)
     cross join lateral (select ${contentColumns} from event e where e.transaction >= s.ends_from and e.transaction < s.ends_to) c`,
    [seals.map((seal) => seal.from), seals.map((seal) => seal.to)],
  );
  return new Map(rows.map((row) => [row.n, row]));
};

const same = (a: Seal, b: Seal): boolean =>
  a.mac.equals(b.mac) && a.digest.equals(b.digest) && a.from === b.from && a.to === b.to && a.events === b.events;

/** Compares the file with the table, both in order of the number. */
class FileSeals {
  readonly #found: Found;
  readonly #lines: ReturnType<typeof readSealFile>;
  #waiting: Seal | null = null;
  #ended = false;
  lastNo = 0;

  constructor(path: string, found: Found) {
    this.#found = found;
    this.#lines = readSealFile(path);
  }

  async #next(): Promise<Seal | null> {
    while (!this.#waiting && !this.#ended) {
      const line = await this.#lines.next();
      if (line.done) this.#ended = true;
      else if ("damagedLine" in line.value) this.#found.inSeal("file.damaged", null, { line: line.value.damagedLine });
      else if (line.value.sealNo <= this.lastNo) this.#found.inSeal("file.damaged", line.value.sealNo);
      else {
        // A file may begin later than the table: it is another machine's, or the one before was moved aside.
        if (this.lastNo > 0 && line.value.sealNo !== this.lastNo + 1)
          this.#found.inSeal("file.damaged", this.lastNo + 1);
        this.#waiting = line.value;
        this.lastNo = line.value.sealNo;
      }
    }
    return this.#waiting;
  }

  async compare(stored: Seal): Promise<void> {
    for (let line = await this.#next(); line && line.sealNo <= stored.sealNo; line = await this.#next()) {
      if (line.sealNo < stored.sealNo || !same(line, stored)) this.#found.inSeal("file.differs", line.sealNo);
      this.#waiting = null;
    }
  }

  async rest(): Promise<Seal[]> {
    const seals: Seal[] = [];
    for (let line = await this.#next(); line; line = await this.#next()) {
      seals.push(line);
      this.#waiting = null;
    }
    return seals;
  }
}

/** Checks one seal against the one before it. */
const checkSeal = (seal: Seal, before: Seal | null, { chain, found }: SealsOptions): void => {
  const expected = (before?.sealNo ?? 0) + 1;
  if (seal.sealNo !== expected)
    found.inSeal("seal.missing", expected, { until: seal.sealNo - 1, missing: seal.sealNo - expected });
  else if (seal.from !== (before?.to ?? "0")) found.inSeal("seal.not_contiguous", seal.sealNo);
  if (!chain.verify(seal.keyVersion, sealText(seal, before?.mac ?? Buffer.alloc(0)), seal.mac))
    found.inSeal("seal.changed", seal.sealNo);
  if (seal.sealNo > 1 && seal.unchained > 0) found.inSeal("seal.unchained", seal.sealNo, { events: seal.unchained });
};

/** Seals that the log has otherwise, and those that it lacks though it has an earlier one. What is no statement of a seal is the log's monitor's to find. */
const againstLog = `
  with logged as (
    select split_part(statement, E'\\n', 2)::bigint as seal_no, split_part(statement, E'\\n', 3) as digest
    from log_statement where type = ${entryTypes.seal} and statement ~ '^seal\\n\\d{1,15}\\n[0-9a-f]{64}\\n$'
  )
  select coalesce(l.seal_no, s.seal_no) as seal_no, l.seal_no is not null as logged
  from logged l full join (select seal_no::bigint, encode(digest, 'hex') as digest from event_seal) s using (seal_no)
  where l.digest is distinct from s.digest and coalesce(l.seal_no, s.seal_no) >= (select min(seal_no) from logged)
  order by 1`;

const compareWithLog = async (client: pg.ClientBase, found: Found): Promise<void> => {
  const { rows } = await client.query<{ seal_no: number; logged: boolean }>(againstLog);
  for (const { seal_no, logged } of rows) found.inSeal(logged ? "seal.log_differs" : "seal.not_logged", seal_no);
};

/** Checks seals, what they cover, what the log has of them, and the file of seals. */
export const verifySeals = async (options: SealsOptions): Promise<SealsChecked> => {
  const { client, found, filePath, signal } = options;
  const file = new FileSeals(filePath, found);
  let last: Seal | null = null;
  let [count, firstUnchained] = [0, 0];
  for await (const seals of storedSeals(client)) {
    signal?.throwIfAborted();
    const content = await contentOf(client, seals);
    for (const [index, seal] of seals.entries()) {
      checkSeal(seal, last, options);
      const now = content.get(index + 1);
      const span = { from: last?.at.toISOString() ?? "", to: seal.at.toISOString() };
      if (now?.events !== seal.events)
        found.inSeal("seal.events_differ", seal.sealNo, { ...span, expected: seal.events, found: now?.events ?? 0 });
      else if (!digestOf(now.entries).equals(seal.digest)) found.inSeal("seal.content_differs", seal.sealNo, span);
      await file.compare(seal);
      if (seal.sealNo === 1) firstUnchained = seal.unchained;
      last = seal;
      count += 1;
    }
  }
  await compareWithLog(client, found);
  const ahead = await file.rest();
  return { seals: count, last, firstUnchained, ahead, lastInFile: file.lastNo };
};
