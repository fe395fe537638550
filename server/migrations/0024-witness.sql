-- This instance as a witness of other logs (c2sp.org/tlog-witness): it cosigns a checkpoint that continues what it cosigned before, and nothing else.

create table witness_key (
  key_no integer primary key check (key_no >= 1),
  name text not null check (name <> ''),
  vkey text not null unique,
  seed_sealed bytea not null,
  made_at timestamptz not null,
  -- it signs no more; what it signed stays valid
  ended_at timestamptz
);

create table witnessed_log (
  origin text collate "C" primary key check (length(origin) between 1 and 500),
  -- SHA-256 of the origin
  origin_hash bytea not null unique check (length(origin_hash) = 32),
  added_at timestamptz not null,
  -- not witnessed any more; what was cosigned is kept, so that adding the log again goes on from there
  ended_at timestamptz,
  -- the newest checkpoint that was cosigned; 0 and nothing: none ever was
  size bigint not null default 0 check (size >= 0),
  root bytea check (length(root) = 32),
  -- the cosignature's time, in seconds since 1970
  cosigned_at bigint,
  -- the checkpoint with the signatures of the log that were verified
  signed text,
  -- our lines to it
  cosignatures text,
  check ((root is null) = (cosigned_at is null) and (root is null) = (signed is null) and (root is null) = (cosignatures is null)),
  check (root is not null or size = 0)
);

create table witnessed_log_key (
  origin text collate "C" not null references witnessed_log,
  vkey text not null,
  added_at timestamptz not null,
  primary key (origin, vkey)
);

-- Two checkpoints of one size, both signed by the log, with different roots: proof that it shows different things to different people.
create table witnessed_fork (
  origin text collate "C" not null references witnessed_log,
  size bigint not null,
  root bytea not null,
  at timestamptz not null,
  cosigned text not null,
  refused text not null,
  primary key (origin, size, root)
);

create function refuse_other_past() returns trigger
language plpgsql
as $$
begin
  raise exception 'a witness takes back nothing that it cosigned' using errcode = 'check_violation';
end
$$;
create trigger witnessed_log_grows before update on witnessed_log
  for each row when (
    old.root is not null and (
      new.root is null or new.size < old.size or (new.size = old.size and new.root <> old.root) or new.cosigned_at < old.cosigned_at
    )
  ) execute function refuse_other_past();

grant select, insert on witness_key, witnessed_log, witnessed_log_key, witnessed_fork to chengxin_app;
grant update (seed_sealed, ended_at) on witness_key to chengxin_app;
grant update (ended_at, size, root, cosigned_at, signed, cosignatures) on witnessed_log to chengxin_app;
