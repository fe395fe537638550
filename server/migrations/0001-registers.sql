-- Reference tables: small, the same on every shard, loaded from catalogue/.

create table catalogue_load (
  digest text primary key,
  loaded_at timestamptz not null
);

create table source (
  source_id smallint primary key,
  code text not null unique,
  name text not null,
  region_code integer not null
);

create table item (
  item_id smallint primary key,
  code text not null unique,
  name text not null,
  category smallint not null check (category between 1 and 13 and category <> 4),
  effect text not null check (effect in ('adverse', 'favourable', 'neutral')),
  public boolean not null
);

create table authority (
  authority_id integer generated always as identity primary key,
  name text collate "C" not null unique check (length(name) between 2 and 300)
);

-- GB 32100-2015: 17 characters weighted 3^(i-1) mod 31 and one check character. The database refuses what is not an organisation's code.
create function uscc_valid(code text) returns boolean
language sql immutable strict parallel safe
as $$
  select code ~ '^[0-9A-HJ-NP-RTUW-Y]{2}[0-9]{6}[0-9A-HJ-NP-RTUW-Y]{10}$'
     and (
       select sum((position(substr(code, i, 1) in '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1)
                  * (array[1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28,1])[i]) % 31 = 0
       from generate_series(1, 18) as i
     )
$$;

-- code → organisation. The one table distributed by the code itself, so that every other table can carry organisation_id first.
create table organisation_directory (
  uscc text collate "C" primary key check (uscc_valid(uscc)),
  organisation_id integer generated always as identity unique
);

create table organisation (
  organisation_id integer primary key,
  uscc text collate "C" not null,
  name text not null,
  -- folded for comparison: NFKC, brackets and spaces out, upper case
  name_folded text not null,
  initials text not null,
  -- organisations and sole traders as businesses; there is no value for a natural person (charter 1)
  kind text not null check (kind in ('government', 'institution', 'legalService', 'socialOrganisation', 'grassrootsSelfGovernment',
    'tradeUnion', 'enterprise', 'soleTrader', 'cooperative', 'collective', 'other')),
  status text not null check (status in ('active', 'revoked', 'cancelled', 'movedOut', 'suspended', 'unknown')),
  region_code integer,
  established_on date,
  -- false: known only from records; no registration authority has sent its base data
  registered boolean not null,
  first_known_at timestamptz not null
) partition by hash (organisation_id);

-- Former names, and names under which departments reported it: found by search, never a ground to attach a record.
create table organisation_name (
  organisation_id integer not null,
  name text collate "C" not null,
  name_folded text not null,
  initials text not null,
  kind text not null check (kind in ('former', 'reported')),
  known_until timestamptz,
  primary key (organisation_id, name)
) partition by hash (organisation_id);

create table organisation_code (
  organisation_id integer not null,
  scheme text not null check (scheme in ('registrationNumber', 'organisationCode', 'taxNumber', 'institutionNumber', 'socialOrganisationNumber')),
  code text collate "C" not null,
  primary key (organisation_id, scheme, code)
) partition by hash (organisation_id);

-- A batch is one file sent once; its chunks are the units that are committed whole.
create table batch (
  batch_id bigint generated always as identity primary key,
  item_id smallint not null references item,
  source_id smallint not null references source,
  file_name text not null,
  file_sha256 bytea not null check (length(file_sha256) = 32),
  file_bytes bigint not null,
  layout text not null,
  header text not null,
  -- where the chunks are cut: a batch that goes on must cut at the same places
  chunk_bytes integer not null check (chunk_bytes > 0),
  -- invented data for showing the program; the portal says so while any is stored
  demonstration boolean not null default false,
  state text not null check (state in ('running', 'finished', 'failed')),
  failure text,
  started_at timestamptz not null,
  finished_at timestamptz,
  -- a file that is sent again after it was finished makes a new batch; one that was cut off goes on
  check ((state = 'running') = (finished_at is null)),
  check ((state = 'failed') = (failure is not null))
);
create unique index batch_unfinished on batch (file_sha256, item_id, source_id) where state = 'running';

create table batch_chunk (
  batch_id bigint not null references batch,
  chunk_no integer not null,
  first_row bigint not null,
  read integer not null,
  accepted integer not null,
  corrected integer not null,
  duplicate integer not null,
  rejected integer not null,
  turned_away integer not null,
  -- {"reasons": {reason: n}, "notes": {code: n}, "problems": {code: n}}
  tally text not null,
  stored_at timestamptz not null,
  primary key (batch_id, chunk_no),
  check (read = accepted + corrected + duplicate + rejected + turned_away)
);

-- Rejected rows, cells as sent with dropped columns emptied and identity numbers removed (charter 3, 4).
create table rejection (
  batch_id bigint not null references batch,
  row_no bigint not null,
  cells text not null,
  problems text not null,
  primary key (batch_id, row_no)
);

-- What happened, by whom. The application may add and read, nothing else. Projections follow it in order of `transaction`.
create table event (
  event_id bigint generated always as identity primary key,
  transaction xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  actor text not null,
  action text not null,
  organisation_id integer,
  object text not null,
  data text not null
);
-- serves: projections that follow, from the transaction up to which they are current
create index event_feed on event (transaction, event_id);

-- Every version of every record. Nothing is overwritten: a correction is a new version, a withdrawal is a version that says so.
create table record (
  organisation_id integer not null,
  -- first 16 bytes of SHA-256 over item and normalised key: the same decision always has the same id
  record_id uuid not null,
  version smallint not null check (version >= 1),
  item_id smallint not null,
  source_id smallint not null,
  authority_id integer not null,
  region_code integer,
  decided_on date not null,
  valid_from date,
  valid_until date,
  -- last day of publication, inclusive; '-infinity' never published, 'infinity' as long as the record stands
  public_until date not null,
  kind smallint,
  amount_cents bigint,
  change text not null check (change in ('reported', 'corrected', 'withdrawn', 'rules')),
  -- RFC 8785 JSON: the very bytes that were hashed
  content text not null,
  content_hash bytea not null check (length(content_hash) = 32),
  batch_id bigint not null,
  row_no bigint not null,
  -- when the platform knew it: [known_from, known_until)
  known_from timestamptz not null,
  known_until timestamptz not null default 'infinity',
  primary key (organisation_id, record_id, version),
  check (known_until > known_from),
  check (change <> 'withdrawn' or public_until = '-infinity')
) partition by hash (organisation_id);

do $$
begin
  for i in 0..7 loop
    execute format('create table organisation_p%s partition of organisation for values with (modulus 8, remainder %s)', i, i);
    execute format('create table organisation_name_p%s partition of organisation_name for values with (modulus 8, remainder %s)', i, i);
    execute format('create table organisation_code_p%s partition of organisation_code for values with (modulus 8, remainder %s)', i, i);
    execute format('create table record_p%s partition of record for values with (modulus 8, remainder %s)', i, i);
  end loop;
end $$;

-- serves: the page of one organisation, counts by item, evaluation — index only
create index record_fact on record (organisation_id, decided_on desc, item_id, public_until, kind, amount_cents)
  where known_until = 'infinity';
-- serves: lists over all organisations by date (docs/decisions/0003)
create index record_list on record (item_id, decided_on desc, organisation_id desc, record_id desc)
  include (public_until, authority_id, region_code, kind)
  where known_until = 'infinity';

-- The one definition of "public", computed from dates at reading and never stored as a flag (charter 8).
-- The table is named with its schema: `record` alone is the pseudo-type, and the planner could not inline the function.
create function public_record_on(day date) returns setof public.record
language sql stable parallel safe
as $$
  select r.* from public.record r
  where r.known_until = 'infinity' and r.public_until >= day
    and exists (select 1 from item i where i.item_id = r.item_id and i.public)
$$;

-- What was public on a day in the past, as the platform knew it then.
create function public_record_as_known(day date, known_at timestamptz) returns setof public.record
language sql stable parallel safe
as $$
  select r.* from public.record r
  where r.known_from <= known_at and r.known_until > known_at and r.public_until >= day
    and exists (select 1 from item i where i.item_id = r.item_id and i.public)
$$;

create view public_record as
  select * from public_record_on((now() at time zone 'Asia/Shanghai')::date);

-- The application reads and adds rows; of a record it may only close the time in which a version was known.
grant usage on schema public to chengxin_app;
grant select on all tables in schema public to chengxin_app;
grant insert, update on catalogue_load, source, item, batch, organisation, organisation_name to chengxin_app;
grant insert on authority, organisation_directory, organisation_code, batch_chunk, rejection, event, record to chengxin_app;
grant update (known_until) on record to chengxin_app;
