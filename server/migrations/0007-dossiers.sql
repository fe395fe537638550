-- Who may act for an organisation, who asked for its file and on what ground, whom it authorised, and how far its agents have read who read it.

-- The class in which an item that is not public is disclosed; what has left the catalogue is for authorities only.
alter table item add column closed_class text not null default 'government' check (closed_class in ('government', 'authorised'));
grant update (closed_class) on item to chengxin_app;

create table mandate (
  organisation_id integer not null,
  mandate_id uuid not null,
  account_id uuid not null,
  state text not null check (state in ('asked', 'confirmed', 'refused', 'ended')),
  -- the letter of authority as the agent names it
  letter_number_sealed bytea not null,
  letter_date date not null,
  asked_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  -- what the official at the window saw
  document_kind text check (document_kind in ('letterOfAuthority', 'appointment', 'legalRepresentative')),
  document_number_sealed bytea,
  -- last day, inclusive
  until date,
  refusal text check (length(refusal) between 2 and 500),
  ended_at timestamptz,
  ended_by uuid,
  end_reason text check (length(end_reason) between 2 and 500),
  primary key (organisation_id, mandate_id),
  -- nobody decides on their own request
  check (decided_by <> account_id),
  check ((decided_at is null) = (decided_by is null)),
  check (state <> 'asked' or decided_at is null),
  check (state not in ('confirmed', 'refused') or decided_at is not null),
  check (state <> 'confirmed' or until is not null),
  check ((until is null) = (document_kind is null) and (until is null) = (document_number_sealed is null)),
  check (until is null or decided_at is not null),
  check (until between (decided_at at time zone 'Asia/Shanghai')::date and (decided_at at time zone 'Asia/Shanghai')::date + interval '1 year'),
  check ((state = 'refused') = (refusal is not null)),
  check ((state = 'ended') = (ended_at is not null) and (ended_at is null) = (ended_by is null) and (ended_at is null) = (end_reason is null))
) partition by hash (organisation_id);

-- One reading of an organisation's file by somebody who is not its agent: what for and on what ground, said before the file is opened.
create table query_ground (
  organisation_id integer not null,
  ground_id uuid not null,
  account_id uuid not null,
  role text not null check (role in ('creditOffice', 'creditCentre', 'countyOffice', 'departmentClerk', 'windowClerk')),
  -- of a department's clerk: the source whose reports may be read
  source_id smallint references source,
  purpose text not null,
  ground text not null check (length(ground) between 4 and 500),
  -- as what the person at the window stands there, and by which letter
  relation text check (relation in ('legalRepresentative', 'employee', 'lawyer', 'entrusted')),
  letter_number_sealed bytea,
  opened_at timestamptz not null,
  closes_at timestamptz not null check (closes_at > opened_at),
  -- of an investigation that the law keeps confidential: the day on which the organisation sees it
  visible_from date,
  primary key (organisation_id, ground_id),
  check ((role = 'departmentClerk') = (source_id is not null)),
  check ((role = 'windowClerk') <= (relation is not null)),
  check ((relation is null) = (letter_number_sealed is null)),
  check (visible_from > (opened_at at time zone 'Asia/Shanghai')::date
     and visible_from <= (opened_at at time zone 'Asia/Shanghai')::date + interval '1 year')
) partition by hash (organisation_id);

-- An organisation lets a named other one read listed items for one purpose until a day. None without an end, none over a year, none for everything.
create table authorisation (
  organisation_id integer not null,
  authorisation_id uuid not null,
  recipient_id integer not null,
  items smallint[] not null check (cardinality(items) between 1 and 30 and array_position(items, null) is null),
  purpose text not null,
  granted_at timestamptz not null,
  granted_by uuid not null,
  -- last day, inclusive
  until date not null,
  revoked_at timestamptz,
  revoked_by uuid,
  primary key (organisation_id, authorisation_id),
  check (recipient_id <> organisation_id),
  check (until between (granted_at at time zone 'Asia/Shanghai')::date and (granted_at at time zone 'Asia/Shanghai')::date + interval '1 year'),
  check ((revoked_at is null) = (revoked_by is null))
) partition by hash (organisation_id);

-- Up to which entry of the organisation's chain an agent has looked at who read its data, and when last.
create table reading_mark (
  organisation_id integer not null,
  account_id uuid not null,
  read_up_to bigint not null check (read_up_to >= 0),
  looked_on date not null,
  primary key (organisation_id, account_id)
) partition by hash (organisation_id);

do $$
begin
  for i in 0..7 loop
    execute format('create table mandate_p%s partition of mandate for values with (modulus 8, remainder %s)', i, i);
    execute format('create table query_ground_p%s partition of query_ground for values with (modulus 8, remainder %s)', i, i);
    execute format('create table authorisation_p%s partition of authorisation for values with (modulus 8, remainder %s)', i, i);
    execute format('create table reading_mark_p%s partition of reading_mark for values with (modulus 8, remainder %s)', i, i);
  end loop;
end $$;

-- one open request of an account for an organisation
create unique index mandate_asked on mandate (organisation_id, account_id) where state = 'asked';
-- serves: for whom an account may act
create index mandate_account on mandate (account_id);
-- serves: the window's list of what waits
create index mandate_waiting on mandate (asked_at) where state = 'asked';
-- serves: what a recipient may read
create index authorisation_recipient on authorisation (recipient_id);
-- serves: who read what is not public about an organisation
create index event_access on event (organisation_id, chain_no) where purpose is not null;

-- A mandate goes forward only, and what was decided stays as it was decided.
create function refuse_mandate_step() returns trigger
language plpgsql
as $$
begin
  if not ((old.state = 'asked' and new.state in ('confirmed', 'refused', 'ended')) or (old.state = 'confirmed' and new.state = 'ended')
          or (old.state = new.state and (old.decided_at, old.until, old.refusal, old.ended_at) is not distinct from (new.decided_at, new.until, new.refusal, new.ended_at)))
     or (old.decided_at is not null and (old.decided_at, old.decided_by, old.document_kind, old.until) is distinct from (new.decided_at, new.decided_by, new.document_kind, new.until))
     or (old.ended_at is not null and (old.ended_by, old.end_reason) is distinct from (new.ended_by, new.end_reason)) then
    raise exception 'a mandate does not go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger mandate_forward before update on mandate for each row execute function refuse_mandate_step();

-- What is revoked stays revoked.
create function refuse_restoring() returns trigger
language plpgsql
as $$
begin
  raise exception 'a revoked authorisation stays revoked' using errcode = 'check_violation';
end
$$;
create trigger authorisation_revoked_once before update on authorisation
  for each row when (old.revoked_at is not null) execute function refuse_restoring();

-- An authorisation is for items that exist and that an organisation can give to others; what authorities share among themselves is not among them.
create function refuse_unshareable_items() returns trigger
language plpgsql
as $$
begin
  if exists (select from unnest(new.items) as n where not exists (
       select from item i where i.item_id = n and (i.public or i.closed_class = 'authorised'))) then
    raise exception 'an authorisation names an item that can not be given to others' using errcode = 'check_violation';
  end if;
  return new;
end
$$;
create trigger authorisation_items before insert on authorisation for each row execute function refuse_unshareable_items();

create function refuse_going_back() returns trigger
language plpgsql
as $$
begin
  raise exception 'what was seen stays seen' using errcode = 'check_violation';
end
$$;
create trigger reading_mark_forward before update on reading_mark
  for each row when (new.read_up_to < old.read_up_to or new.looked_on < old.looked_on) execute function refuse_going_back();

-- Every version of an organisation's records of the given classes of item; of one source alone where one is given. Whatever is read of what isn't public comes out of
-- this function or of the next.
create function record_versions_of(organisation integer, classes text[], source smallint) returns setof public.record
language sql stable parallel safe
as $$
  select r.* from public.record r
  where r.organisation_id = organisation and (source is null or r.source_id = source)
    and exists (select from item i where i.item_id = r.item_id and (case when i.public then 'public' else i.closed_class end) = any (classes))
$$;

-- What an authorisation opens on a day: the listed items as they stand; of public ones only what is public still.
create function record_by_authorisation(organisation integer, authorisation uuid, day date) returns setof public.record
language sql stable parallel safe
as $$
  select r.* from public.record r join public.authorisation a on a.organisation_id = r.organisation_id
  where r.organisation_id = organisation and a.authorisation_id = authorisation and a.revoked_at is null and a.until >= day
    and r.item_id = any (a.items) and r.known_until = 'infinity' and r.change <> 'withdrawn'
    and exists (select from item i where i.item_id = r.item_id and (i.public and r.public_until >= day or not i.public and i.closed_class = 'authorised'))
$$;

grant select, insert on mandate, query_ground, authorisation, reading_mark to chengxin_app;
grant update (state, letter_number_sealed, decided_at, decided_by, document_kind, document_number_sealed, until, refusal, ended_at, ended_by, end_reason)
  on mandate to chengxin_app;
grant update (letter_number_sealed) on query_ground to chengxin_app;
grant update (revoked_at, revoked_by) on authorisation to chengxin_app;
grant update (read_up_to, looked_on) on reading_mark to chengxin_app;
