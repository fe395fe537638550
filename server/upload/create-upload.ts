import { randomUUID } from "node:crypto";
import { removeIdentityNumbers } from "@chengxin/domain/intake/identity-number.ts";
import { problem } from "@chengxin/domain/problem.ts";
import type { RouteArgs } from "@chengxin/domain/route.ts";
import type { createUpload as route, Upload } from "@chengxin/domain/upload/api.ts";
import { kindByName, mostUnfinished, mostUploadBytes, plainFileName } from "@chengxin/domain/upload/upload.ts";
import type { Ask } from "../platform/ask.ts";
import { transact } from "../platform/db.ts";
import { viewUpload } from "./queries.ts";
import type { UploadServices } from "./services.ts";

type Args = RouteArgs<typeof route>;

/** The name as it is kept. @throws Problem upload.name_empty, upload.old_workbook, upload.type_refused */
const checkedName = (given: string, today: string): string => {
  const name = removeIdentityNumbers(plainFileName(given), today, "text").text;
  if (name === "" || name.startsWith(".")) throw problem("upload.name_empty");
  const kind = kindByName(name);
  if (kind === "oldWorkbook") throw problem("upload.old_workbook", { name });
  if (kind === "other") throw problem("upload.type_refused", { name });
  return name;
};

/**
 * Announces a file, or finds the unfinished upload of the same file by the same account. Everything that can be known to be wrong is said now.
 * @throws Problem upload.*, object.not_found, catalogue.item_not_found
 */
export const createUpload = async (
  services: UploadServices,
  args: Args,
  ask: Ask<"upload.create">,
): Promise<Upload> => {
  const { database, catalogue, clock, uploads } = services;
  const source = catalogue.sources.get(args.source);
  if (!source) throw problem("object.not_found");
  ask.permit({ source: source.id });
  const item = catalogue.items.get(args.item);
  if (!item) throw problem("catalogue.item_not_found", { item: args.item });
  if (!source.items.includes(item.id))
    throw problem("upload.item_not_of_source", { source: source.name.zh, item: item.name.zh });
  const name = checkedName(args.fileName, clock.today());
  if (args.bytes === 0) throw problem("upload.empty", { name });
  if (args.bytes > mostUploadBytes) throw problem("upload.too_large", { most: mostUploadBytes >> 20 });
  const { accountId } = ask.account();

  const upload = await transact(database, { actor: ask.actor, at: ask.at }, async ({ client, at, note }) => {
    // Announcements of one department wait for each other: two tabs with the same file share one upload.
    await client.query("select pg_advisory_xact_lock(hashtextextended('upload:' || $1, 0))", [source.id]);
    const known = await client.query<{ upload_id: string; mine: boolean }>(
      `select upload_id, account_id = $2 and item_id = $3 and file_name = $4 and bytes = $5 and fingerprint = $6 as mine
       from upload where source_id = $1 and state = 'receiving'`,
      [source.number, accountId, item.number, name, args.bytes, args.fingerprint],
    );
    const again = known.rows.find(({ mine }) => mine);
    if (again) {
      note({ action: "upload.resumed", object: `upload:${again.upload_id}`, role: ask.standing, data: {} });
      return again.upload_id;
    }
    if (known.rows.length >= mostUnfinished) throw problem("upload.too_many", { most: mostUnfinished });
    await uploads.files.assertRoom(args.bytes);
    const id = randomUUID();
    await uploads.files.create(id);
    await client.query(
      `insert into upload (upload_id, source_id, item_id, file_name, bytes, fingerprint, language, state, account_id, role, created_at, changed_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'receiving', $8, $9, $10, $10)`,
      [id, source.number, item.number, name, args.bytes, args.fingerprint, args.language, accountId, ask.standing, at],
    );
    note({
      action: "upload.created",
      object: `upload:${id}`,
      role: ask.standing,
      data: { source: source.id, item: item.id, bytes: args.bytes },
    });
    return id;
  });
  return viewUpload(services, ask.actor, upload);
};
