import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Catalogue } from "@chengxin/domain/catalogue/catalogue.ts";
import type { CatalogueFault, CatalogueFile } from "@chengxin/domain/catalogue/catalogue-files.ts";
import { validateCatalogue } from "@chengxin/domain/catalogue/validate-catalogue.ts";
import { catalogueFaults as en } from "@chengxin/domain/text/catalogue-faults.en.ts";
import { catalogueFaults as zh } from "@chengxin/domain/text/catalogue-faults.zh-CN.ts";
import { sql } from "kysely";
import { logStatements } from "../log/log-statements.ts";
import { transact, type Database } from "../platform/db.ts";

/** The rule book that ships with the program. */
export const catalogueFolder = fileURLToPath(new URL("../../catalogue/", import.meta.url));

/** Thrown by `loadCatalogue`: every fault at once. */
export class CatalogueError extends Error {
  override readonly name = "CatalogueError";
  readonly faults: readonly CatalogueFault[];

  constructor(faults: readonly CatalogueFault[]) {
    super(`the catalogue has ${faults.length} faults\n${faults.map((fault) => describeFault(fault, "en")).join("\n")}`);
    this.faults = faults;
  }
}

/** One line: file, words, code. */
export const describeFault = (fault: CatalogueFault, language: "zh" | "en"): string =>
  `catalogue/${fault.file}: ${(language === "zh" ? zh : en)[fault.code](fault.data)} [${fault.code}]`;

interface PackFile {
  readonly path: string;
  readonly bytes: Buffer;
}

const readPack = async (folder: string, pack: string): Promise<PackFile[]> => {
  const entries = await readdir(join(folder, pack), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith("."));
  return Promise.all(
    files.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: relative(folder, path).split(sep).join("/"), bytes: await readFile(path) };
    }),
  );
};

/** SHA-256 over the files in order of their paths, each with path and length, so that no two sets of files share a digest by being cut differently. */
const digestOf = (files: readonly PackFile[]): string => {
  const hash = createHash("sha256");
  for (const { path, bytes } of files) hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  return hash.digest("hex");
};

/** Every fault of the files, or the catalogue; `faults` is empty exactly when there is a catalogue. */
export const readCatalogue = async (
  city: string,
  folder = catalogueFolder,
): Promise<{ readonly catalogue: Catalogue | null; readonly faults: readonly CatalogueFault[] }> => {
  const packs = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && entry.name !== "national")
    .map((entry) => entry.name);
  if (!packs.includes(city)) throw new Error(`there is no city pack catalogue/${city}; there are: ${packs.join(", ")}`);
  const files = [...(await readPack(folder, "national")), ...(await readPack(folder, city))].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  const broken: CatalogueFault[] = [];
  const parsed = files.flatMap(({ path, bytes }): CatalogueFile[] => {
    try {
      return [{ path, content: JSON.parse(bytes.toString("utf8")) as unknown }];
    } catch (error) {
      broken.push({
        file: path,
        code: "file.not_json",
        data: { message: error instanceof Error ? error.message : String(error) },
      });
      return [];
    }
  });
  const validated = validateCatalogue(parsed, city, digestOf(files));
  if (validated.ok && broken.length === 0) return { catalogue: validated.catalogue, faults: [] };
  return { catalogue: null, faults: [...broken, ...(validated.ok ? [] : validated.faults)] };
};

/**
 * The rule book of one city, read from `catalogue/` and validated.
 * @param city folder of the city pack
 * @throws CatalogueError with every fault; Error when there is no such pack
 */
export const loadCatalogue = async (city: string, folder = catalogueFolder): Promise<Catalogue> => {
  const { catalogue, faults } = await readCatalogue(city, folder);
  if (catalogue === null) throw new CatalogueError(faults);
  return catalogue;
};

const numberReused = (kind: string, number: number, before: string, now: string): Error =>
  new Error(
    `${kind} number ${number} belongs to ${before} in this database; ${now} needs a number of its own, numbers are never reused`,
  );

/**
 * Brings the reference rows (item, source) in line with the catalogue, in one transaction with an event and an entry of the transparency log. Does nothing when this very catalogue was the last one loaded.
 * An item that left the catalogue is no longer public; its records stay, its number stays taken.
 * @returns whether anything was written
 * @throws Error when a number is used for another item or source than in the database
 */
export const storeCatalogue = async (database: Database, catalogue: Catalogue, at: Date): Promise<boolean> => {
  const last = await database.sql
    .selectFrom("catalogue_load")
    .select("digest")
    .orderBy("loaded_at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (last?.digest === catalogue.digest) return false;
  const items = [...catalogue.items.values()].map((item) => ({
    item_id: item.number,
    code: item.id,
    name: item.name.zh,
    category: item.category,
    effect: item.effect,
    public: item.disclosure === "public",
    closed_class: item.disclosure === "authorised" ? ("authorised" as const) : ("government" as const),
    organisations_only: !item.subjectKinds.includes("soleTrader"),
  }));
  const sources = [...catalogue.sources.values()].map((source) => ({
    source_id: source.number,
    code: source.id,
    name: source.name.zh,
    region_code: Number(source.region),
  }));

  await transact(database, { actor: { kind: "system", name: "catalogue" }, at }, async (tx) => {
    // two processes that start together take turns
    await sql`select pg_advisory_xact_lock(hashtext('chengxin.catalogue'))`.execute(tx.sql);
    const knownItems = new Map(
      (await tx.sql.selectFrom("item").select(["item_id", "code"]).execute()).map((row) => [row.item_id, row.code]),
    );
    for (const { item_id, code } of items)
      if ((knownItems.get(item_id) ?? code) !== code)
        throw numberReused("item", item_id, knownItems.get(item_id) ?? "", code);
    const knownSources = new Map(
      (await tx.sql.selectFrom("source").select(["source_id", "code"]).execute()).map((row) => [
        row.source_id,
        row.code,
      ]),
    );
    for (const { source_id, code } of sources)
      if ((knownSources.get(source_id) ?? code) !== code)
        throw numberReused("source", source_id, knownSources.get(source_id) ?? "", code);

    await tx.sql
      .insertInto("item")
      .values(items)
      .onConflict((on) =>
        on.column("item_id").doUpdateSet((eb) => ({
          name: eb.ref("excluded.name"),
          category: eb.ref("excluded.category"),
          effect: eb.ref("excluded.effect"),
          public: eb.ref("excluded.public"),
          closed_class: eb.ref("excluded.closed_class"),
          organisations_only: eb.ref("excluded.organisations_only"),
        })),
      )
      .execute();
    await tx.sql
      .updateTable("item")
      .set({ public: false, closed_class: "government" })
      .where(
        "item_id",
        "not in",
        items.map((item) => item.item_id),
      )
      .execute();
    await tx.sql
      .insertInto("source")
      .values(sources)
      .onConflict((on) =>
        on.column("source_id").doUpdateSet((eb) => ({
          name: eb.ref("excluded.name"),
          region_code: eb.ref("excluded.region_code"),
        })),
      )
      .execute();
    await tx.sql
      .insertInto("catalogue_load")
      .values({ digest: catalogue.digest, loaded_at: at })
      .onConflict((on) => on.column("digest").doUpdateSet({ loaded_at: at }))
      .execute();
    await logStatements(tx, [{ kind: "rules", digest: catalogue.digest }]);
    tx.note({
      action: "catalogue.loaded",
      object: `catalogue:${catalogue.digest}`,
      data: { city: catalogue.city.id, items: items.length, sources: sources.length },
    });
  });
  return true;
};
