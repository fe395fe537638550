import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { identityCheckCharacter } from "@chengxin/domain/intake/identity-number.ts";
import { usccCheckCharacter } from "@chengxin/domain/organisation/uscc.ts";
import { buildOrganisation, buildRecord, inventUscc } from "../test/build.ts";
import { openReading, type Reading } from "../test/reading.ts";

/** The charter attacked in SQL, as the application's own role: constraints first, code second. */

let reading: Reading;
before(async () => {
  reading = await openReading();
});
after(() => reading.close());

const refusedWith = (code: string) => (error: unknown) => (error as { code?: string }).code === code;
const checkViolation = refusedWith("23514");
const noRight = refusedWith("42501");
const ask = (text: string, values: unknown[] = []) => reading.database.pool.query(text, values);

test("a sole trader is never graded: the database refuses the record (charter 1)", async () => {
  const rating = reading.item("rating");
  const trader = await buildOrganisation(reading.database, { uscc: inventUscc("92210602"), kind: "soleTrader" });
  const firm = await buildOrganisation(reading.database);
  const fields = { item_id: rating.number, source_id: 1, content: {} };
  await assert.rejects(
    buildRecord(reading.database, { ...fields, organisation_id: trader.organisationId }),
    checkViolation,
  );
  await assert.rejects(
    buildRecord(reading.database, { ...fields, organisation_id: 2_000_000_000 }),
    checkViolation,
    "nobody at all is no organisation",
  );
  await buildRecord(reading.database, { ...fields, organisation_id: firm.organisationId });
  for (const change of ["kind = 'enterprise'", "uscc = '912106020001234567', kind = 'enterprise'"])
    await assert.rejects(
      ask(`update organisation set ${change} where organisation_id = $1`, [trader.organisationId]),
      noRight,
      change,
    );
});

test("an item of ratings that takes sole traders can't be put into the reference table", async () => {
  const insert =
    "insert into item (item_id, code, name, category, effect, public, organisations_only) values ($1, $2, '评级', 9, 'neutral', true, $3)";
  await assert.rejects(ask(insert, [77, "grades", false]), checkViolation);
  await assert.rejects(ask(insert, [77, "grades", true]), checkViolation);
  await assert.rejects(
    ask(
      "insert into item (item_id, code, name, category, effect, public) values (78, 'persons', '职称', 4, 'neutral', true)",
    ),
    checkViolation,
  );
});

/** Identity numbers of nobody that pass the check of an organisation's code: by chance one in 31 does. */
const numbersThatPassAsCodes = (): string[] => {
  const found: string[] = [];
  for (let day = 1; day <= 28; day++) {
    for (let sequence = 0; sequence < 1000; sequence++) {
      const first17 = `210602198503${String(day).padStart(2, "0")}${String(sequence).padStart(3, "0")}`;
      const check = identityCheckCharacter(first17);
      if (usccCheckCharacter(first17) === check) found.push(first17 + check);
    }
  }
  return found;
};

test("an identity number is no organisation's code, also where it passes that code's check (charter 3)", async () => {
  const numbers = numbersThatPassAsCodes();
  assert.ok(numbers.length > 500);
  const { rows } = await ask(
    "select count(*)::int as valid, count(*) filter (where identity_number_like(code))::int as refused from unnest($1::text[]) as u (code) where uscc_valid(code)",
    [numbers],
  );
  assert.deepEqual(rows, [{ valid: numbers.length, refused: numbers.length }]);
  await assert.rejects(ask("insert into organisation_directory (uscc) values ($1)", [numbers[0]]), checkViolation);
  await assert.rejects(
    ask("insert into organisation_directory (uscc) values ('912106020000000000')"),
    checkViolation,
    "nor is a code with a wrong check character",
  );
});

test("codes of organisations are none of a person's, those that begin like an identity number included", async () => {
  const codes = [
    "912106001200694248",
    "11320100MB1886843H",
    "115332220152754375",
    "125323290151788809",
    "515309025577792696",
  ];
  const { rows } = await ask(
    "select code from unnest($1::text[]) as u (code) where identity_number_like(code) or not uscc_valid(code)",
    [codes],
  );
  assert.deepEqual(rows, []);
});

test("records and events are added, never changed: only the time in which a version was known may be closed", async () => {
  const { organisationId } = await buildOrganisation(reading.database);
  const { recordId } = await buildRecord(reading.database, {
    organisation_id: organisationId,
    item_id: reading.item("penalty").number,
    source_id: 1,
    content: {},
  });
  const of = "where organisation_id = $1";
  for (const change of ["content = '{}'", "public_until = 'infinity'", "decided_on = '2020-01-01'", "source_id = 2"]) {
    await assert.rejects(ask(`update record set ${change} ${of}`, [organisationId]), noRight, change);
    await assert.rejects(ask(`update record_p0 set ${change}`), noRight, `${change} in a partition`);
  }
  await assert.rejects(ask(`delete from record ${of}`, [organisationId]), noRight);
  await assert.rejects(ask("truncate record"), noRight);
  for (const statement of [
    "update event set actor = 'nobody'",
    "delete from event",
    "truncate event",
    "update batch_chunk set accepted = 0",
    "delete from rejection",
    "drop table record",
    "alter table record disable trigger all",
  ]) {
    await assert.rejects(ask(statement), noRight, statement);
  }
  await assert.rejects(
    ask("update record set known_until = known_from where record_id = $1", [recordId]),
    checkViolation,
    "known until before it was known",
  );
});

test("a superseded version stays superseded: the past can't be moved, and no two versions are current", async () => {
  const { organisationId } = await buildOrganisation(reading.database);
  const fields = {
    organisation_id: organisationId,
    item_id: reading.item("penalty").number,
    source_id: 1,
    content: {},
  };
  const { recordId } = await buildRecord(reading.database, fields);
  await buildRecord(reading.database, {
    ...fields,
    record_id: recordId,
    version: 2,
    known_from: "2026-02-01T00:00:00Z",
  });
  for (const until of ["infinity", "2026-01-20", "2026-03-01"])
    await assert.rejects(
      ask("update record set known_until = $2 where record_id = $1 and version = 1", [recordId, until]),
      checkViolation,
      until,
    );
});
