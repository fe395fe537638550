-- Events, chained for each organisation: number and MAC of each follow from the one before, with a key that is not in the database. What was removed, changed
-- or put elsewhere no longer fits (server/audit/verify-events.ts).

alter table event rename to event_unchained;
alter index event_feed rename to event_unchained_feed;
alter table event_unchained rename constraint event_pkey to event_unchained_pkey;
create sequence event_number as bigint;
grant usage on sequence event_number to chengxin_app;

create table event (
  -- 0: concerns no single organisation
  organisation_id integer not null default 0,
  -- from 1 without a gap within the organisation
  chain_no bigint not null check (chain_no >= 1),
  event_id bigint not null default nextval('event_number'),
  transaction xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  actor text not null,
  -- as what the actor did it
  role text,
  action text not null,
  object text not null,
  -- of a reading of what is not public: what for, and on what it rests
  purpose text,
  basis text,
  data text not null,
  key_version smallint not null,
  -- empty for what happened before events were chained
  mac bytea not null check (length(mac) = 32 or (length(mac) = 0 and key_version = 0)),
  primary key (organisation_id, chain_no),
  check ((purpose is null) = (basis is null))
) partition by hash (organisation_id);

-- The end of each chain. It only grows.
create table event_chain (
  organisation_id integer primary key,
  last_no bigint not null default 0,
  last_mac bytea not null default ''
) partition by hash (organisation_id);

do $$
begin
  for i in 0..7 loop
    execute format('create table event_p%s partition of event for values with (modulus 8, remainder %s)', i, i);
    execute format('create table event_chain_p%s partition of event_chain for values with (modulus 8, remainder %s)', i, i);
  end loop;
end $$;

-- serves: projections that follow, and seals, from the transaction up to which they are current
create index event_feed on event (transaction, event_id);
-- serve: the auditor's search, newest first
create index event_at on event (at desc, event_id desc);
create index event_actor on event (actor, at desc);
create index event_action on event (action, at desc);

insert into event (organisation_id, chain_no, event_id, transaction, at, actor, action, object, data, key_version, mac)
select coalesce(organisation_id, 0), row_number() over (partition by coalesce(organisation_id, 0) order by event_id),
  event_id, transaction, at, actor, action, object, data, 0, ''
from event_unchained;
insert into event_chain (organisation_id, last_no)
select organisation_id, max(chain_no) from event group by organisation_id;
select setval('event_number', (select coalesce(max(event_id), 0) + 1 from event), false);
drop table event_unchained;

create function refuse_shorter_chain() returns trigger
language plpgsql
as $$
begin
  raise exception 'a chain of events only grows' using errcode = 'check_violation';
end
$$;
create trigger event_chain_grows before update of last_no, last_mac on event_chain
  for each row when (new.last_no <= old.last_no) execute function refuse_shorter_chain();

-- From time to time all events of the transactions since the last seal are counted and digested, so that the end of a chain can't be cut off either. The newest
-- seal also stands in a file outside the database.
create table event_seal (
  seal_no integer primary key check (seal_no >= 1),
  at timestamptz not null,
  -- events of transactions in [from_transaction, to_transaction)
  from_transaction xid8 not null,
  to_transaction xid8 not null,
  events bigint not null check (events >= 0),
  -- SHA-256 over organisation, number and MAC of each, in order of both
  digest bytea not null check (length(digest) = 32),
  key_version smallint not null,
  -- over all of the above and the MAC of the seal before
  mac bytea not null check (length(mac) = 32)
);

grant select, insert on event, event_seal to chengxin_app;
grant select, insert, update (organisation_id, last_no, last_mac) on event_chain to chengxin_app;
