-- The transparency log (docs/decisions/0017): a Merkle tree over salted entries, in the open formats of c2sp.org. Facts bring their entries in their own
-- transaction; a sequencer gives them their places.

-- Salt of the version's entry; its place among the entries: group × 2^20 + position. Empty for versions from before until the backfill has come by.
alter table record add column salt bytea check (length(salt) = 16), add column log_at bigint check (log_at >= 0),
  add constraint record_logged check ((salt is null) = (log_at is null));

create function refuse_other_log_place() returns trigger
language plpgsql
as $$
begin
  raise exception 'what an entry of the log stands for does not change' using errcode = 'check_violation';
end
$$;
-- What was closed once stays closed; a version of any time may get its place in the log.
drop trigger record_closed_once on record;
create trigger record_closed_once before update of known_until on record
  for each row when (old.known_until <> 'infinity') execute function refuse_reopening();
create trigger record_keeps_log_place before update of salt, log_at on record
  for each row when (old.log_at is not null) execute function refuse_other_log_place();

-- One log after another: a new one begins only where the old one can't go on (a database that was set back).
create table log (
  log_no smallint primary key check (log_no >= 1),
  -- first line of its checkpoints
  origin text collate "C" not null unique check (origin ~ '^[!-*,-~]{1,200}$'),
  begun_at timestamptz not null
);

-- Entries of one transaction, one after another. Written once; the sequencer adds the log and the place of the first.
create sequence log_group_number as bigint;
create table log_group (
  group_no bigint primary key,
  at timestamptz not null,
  leaves integer not null check (leaves between 1 and 1048576),
  -- 74 bytes each (verifier/README.md)
  entries bytea not null check (length(entries) = leaves * 74),
  -- whose each is: organisation_id as int4, most significant byte first; 0: no organisation
  organisations bytea not null check (length(organisations) = leaves * 4),
  log_no smallint references log,
  first_index bigint check (first_index >= 0),
  check ((log_no is null) = (first_index is null))
);
alter table log_group alter column entries set storage external, alter column organisations set storage external;
-- serves: the sequencer, what waits for a place
create index log_group_waiting on log_group (group_no) where first_index is null;
-- serves: entries by their index
create unique index log_group_placed on log_group (log_no, first_index) where first_index is not null;
create trigger log_group_keeps_place before update on log_group
  for each row when (old.first_index is not null) execute function refuse_other_log_place();

-- What entries stand for that are no records.
create table log_statement (
  log_at bigint primary key,
  type smallint not null check (type between 1 and 31),
  salt bytea not null check (length(salt) = 16),
  statement text not null
);
-- serves: the newest statement of a kind
create index log_statement_type on log_statement (type, log_at desc);

-- c2sp.org/tlog-tiles: up to 256 hashes of one level. The last tile of a level grows; narrower ones are its beginning.
create table log_tile (
  log_no smallint not null references log,
  level smallint not null check (level between 0 and 7),
  n bigint not null check (n >= 0),
  hashes bytea not null check (length(hashes) between 32 and 8192 and length(hashes) % 32 = 0),
  primary key (log_no, level, n)
);
alter table log_tile alter column hashes set storage external;

create function refuse_other_tile() returns trigger
language plpgsql
as $$
begin
  if new.log_no <> old.log_no or new.level <> old.level or new.n <> old.n or length(new.hashes) < length(old.hashes)
    or substr(new.hashes, 1, length(old.hashes)) <> old.hashes then
    raise exception 'a tile of the log only grows' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger log_tile_grows before update on log_tile for each row execute function refuse_other_tile();

-- Every state of the tree that was signed, with the signed note (c2sp.org/tlog-checkpoint).
create table log_checkpoint (
  log_no smallint not null references log,
  size bigint not null check (size >= 0),
  root bytea not null check (length(root) = 32),
  note text not null,
  at timestamptz not null,
  primary key (log_no, size)
);

-- Keys that sign checkpoints: Ed25519, the seed sealed. While two are active, both sign.
create table log_key (
  version integer primary key check (version >= 1),
  -- 32 bytes
  public_key bytea not null unique check (length(public_key) = 32),
  -- 64 hex digits
  seed_sealed bytea not null,
  active_from timestamptz not null,
  -- first moment at which it signs no more
  active_until timestamptz,
  check (active_until > active_from)
);

grant usage on sequence log_group_number to chengxin_app;
grant update (salt, log_at) on record to chengxin_app;
grant select, insert on log, log_group, log_statement, log_tile, log_checkpoint, log_key to chengxin_app;
grant update (log_no, first_index) on log_group to chengxin_app;
grant update (hashes) on log_tile to chengxin_app;
grant update (seed_sealed, active_until) on log_key to chengxin_app;
