-- Witnesses of our own log (c2sp.org/tlog-witness): whom its checkpoints are offered to, what they cosigned, what of it is shown.

create table log_witness (
  witness_no integer generated always as identity primary key,
  -- for people
  name text not null check (length(name) between 1 and 100),
  url text not null check (url ~ '^https?://'),
  vkey text not null,
  added_at timestamptz not null,
  -- asked no more; what it cosigned is kept and not shown
  ended_at timestamptz
);
create unique index log_witness_name on log_witness (name) where ended_at is null;
create unique index log_witness_vkey on log_witness (vkey) where ended_at is null;

-- How many witnesses a checkpoint has to have before it is shown. The newest row counts.
create table log_policy (
  policy_no integer generated always as identity primary key,
  quorum integer not null check (quorum >= 0),
  at timestamptz not null
);

create table log_cosignature (
  log_no smallint not null,
  size bigint not null,
  witness_no integer not null references log_witness,
  -- seconds since 1970, as the witness says
  time bigint not null check (time > 0),
  line text not null,
  primary key (log_no, size, witness_no),
  foreign key (log_no, size) references log_checkpoint (log_no, size)
);

-- How it goes with each witness, for people and for the next start.
create table log_witness_state (
  log_no smallint not null references log,
  witness_no integer not null references log_witness,
  -- of the newest checkpoint that it cosigned; null: none yet
  size bigint,
  time bigint,
  asked_at timestamptz not null,
  -- why the last try failed; null: it did not
  failure text,
  failing_since timestamptz,
  primary key (log_no, witness_no),
  check ((size is null) = (time is null)),
  check ((failure is null) = (failing_since is null))
);

-- The checkpoint that readers get. It never goes back: a log that does is taken for one that lies.
create table log_published (
  log_no smallint primary key references log,
  size bigint not null,
  policy_no integer not null references log_policy,
  at timestamptz not null
);
create function refuse_older_checkpoint() returns trigger
language plpgsql
as $$
begin
  raise exception 'what was published of the log only grows' using errcode = 'check_violation';
end
$$;
create trigger log_published_grows before update on log_published
  for each row when (new.size < old.size) execute function refuse_older_checkpoint();

-- A checkpoint that a witness shows, signed by our own key, and that our tree does not have: the database was set back, or somebody else has the key.
-- While there is one the log signs nothing.
create table log_contradiction (
  log_no smallint not null references log,
  size bigint not null,
  witness_no integer not null references log_witness,
  kind text not null check (kind in ('ahead', 'fork')),
  note text not null,
  at timestamptz not null,
  primary key (log_no, size, witness_no)
);

grant select, insert on log_witness, log_policy, log_cosignature, log_witness_state, log_published, log_contradiction to chengxin_app;
grant update (ended_at) on log_witness to chengxin_app;
grant update (time, line) on log_cosignature to chengxin_app;
grant update (size, time, asked_at, failure, failing_since) on log_witness_state to chengxin_app;
grant update (size, policy_no, at) on log_published to chengxin_app;
