-- Data keys, wrapped by key-encryption keys that are never in the database. A version is used from active_from on; once nothing is sealed under
-- it any more it may be retired, and its bytes are gone for good.
create table data_key (
  purpose text collate "C" not null check (purpose ~ '^[a-z][a-z-]{1,30}$'),
  version integer not null check (version > 0),
  suite text not null check (suite in ('aes', 'sm')),
  kek_version integer not null check (kek_version > 0),
  wrapped bytea check (length(wrapped) between 48 and 1000),
  created_at timestamptz not null,
  active_from timestamptz not null,
  retired_at timestamptz,
  primary key (purpose, version),
  check ((wrapped is null) = (retired_at is not null))
);
grant select, insert, update (kek_version, wrapped, retired_at) on data_key to chengxin_app;
