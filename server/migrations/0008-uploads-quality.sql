-- Files that clerks send through the browser, in parts, until they are a batch; what a department declares; who looked at what came back.

-- What a batch's page needs to tell while it runs and after its file is gone.
alter table batch
  -- chunks the file is cut into; null: a batch from before this column
  add column chunk_count integer check (chunk_count >= 0),
  add column encoding text,
  -- [{"code", "data"}]: what the sender should know of the file as a whole
  add column file_notes text;

create table upload (
  upload_id uuid primary key,
  source_id smallint not null references source,
  item_id smallint not null references item,
  -- without folders and identity numbers
  file_name text not null check (length(file_name) between 1 and 200),
  bytes bigint not null check (bytes > 0),
  -- made by the sender's browser from name, size and first bytes: finds the upload again when the file is chosen again
  fingerprint text not null check (length(fingerprint) between 1 and 100),
  -- bytes that are safely on disk; what the file holds beyond them does not count
  received bigint not null default 0,
  sha256 bytea check (length(sha256) = 32),
  language text not null check (language in ('zh', 'en')),
  state text not null check (state in ('receiving', 'queued', 'importing', 'finished', 'refused', 'failed', 'cancelled', 'expired')),
  -- who sent it, and as what
  account_id uuid not null,
  role text not null,
  created_at timestamptz not null,
  -- last sign of life: a part, or a change of state
  changed_at timestamptz not null,
  queued_at timestamptz,
  started_at timestamptz,
  -- how often reading it in was begun
  attempts smallint not null default 0,
  batch_id bigint references batch,
  -- [{"code", "data"}]: why it was refused or failed
  faults text,
  check (received between 0 and bytes),
  check (state in ('receiving', 'cancelled', 'expired') or (received = bytes and sha256 is not null and queued_at is not null)),
  check ((state in ('refused', 'failed')) = (faults is not null))
);
-- serves: the clerk's page of uploads, the worker's next one (few rows are in these states)
create index upload_source on upload (source_id, created_at desc);
-- serves: whether a batch came through the browser
create index upload_batch on upload (batch_id) where batch_id is not null;
create index upload_open on upload (state, changed_at) where state in ('receiving', 'queued', 'importing');

-- The first look of its department at a batch that came back with rejected rows.
create table batch_look (
  batch_id bigint primary key references batch,
  account_id uuid not null,
  at timestamptz not null
);

-- How many decisions of a kind a department made in a month, as it declares itself (台账). Corrections add a line; the last one counts.
create table declaration (
  source_id smallint not null references source,
  item_id smallint not null references item,
  -- its first day
  month date not null check (extract(day from month) = 1),
  declaration_no smallint not null check (declaration_no >= 1),
  decisions integer not null check (decisions between 0 and 10000000),
  remark text check (length(remark) between 1 and 500),
  account_id uuid not null,
  at timestamptz not null,
  primary key (source_id, item_id, month, declaration_no)
);

-- serves: batches by source and time
create index batch_source on batch (source_id, started_at desc);
-- serves: the rows of a batch, behind the figures of quality; a few pages whatever the number of records
create index record_batch on record using brin (batch_id) with (pages_per_range = 32, autosummarize = on);

grant select on upload, batch_look, declaration to chengxin_app;
grant insert on upload, batch_look, declaration to chengxin_app;
grant update (received, sha256, state, changed_at, queued_at, started_at, attempts, batch_id, faults) on upload to chengxin_app;
