-- Audit: what the auditor searches by, runs of the verifier, alerts about unusual reading, canaries.

-- Events without a MAC in it, from before events were chained. Only the first seal has any (server/audit/verify-seals.ts).
alter table event_seal add column unchained bigint not null default 0 check (unchained between 0 and events);
comment on column event_seal.digest is
  'SHA-256 over organisation, number in the chain, event_id, transaction and MAC of each event, in order of the first two (server/audit/seal.ts)';

-- serve: the auditor's search, newest first, by what is looked for
create index event_organisation on event (organisation_id, at desc, event_id desc);
create index event_object on event (object, at desc);
create index event_purpose on event (purpose, at desc) where purpose is not null;
-- serves: rules about unusual reading, from the index alone
create index event_reading on event (at, actor, organisation_id, role) where purpose is not null;

-- One run of the verifier that somebody asked for. While it runs, its process holds an advisory lock; without the lock it was cut off.
create table event_verification (
  verification_id uuid primary key,
  started_at timestamptz not null,
  started_by text not null,
  finished_at timestamptz check (finished_at >= started_at),
  -- events checked
  events bigint check (events >= 0),
  faults integer check (faults >= 0),
  -- JSON, the first faults in full
  report text,
  check ((finished_at is null) = (report is null) and (report is null) = (events is null) and (report is null) = (faults is null))
);
create index event_verification_newest on event_verification (started_at desc);

-- Organisations invented so that reading what is not public of them shows who reads without need. They have no public record, and so are shown nowhere.
create table canary (
  organisation_id integer primary key,
  made_at timestamptz not null,
  made_by text not null,
  retired_at timestamptz check (retired_at >= made_at)
);

-- Unusual reading. An alert does nothing to an account: a person looks at it and closes it with a reason.
create table alert (
  alert_id uuid primary key,
  -- id and version of the rule in catalogue/national/alert-rules.json
  rule text not null,
  rule_version text not null,
  -- who read, as events keep it
  actor text not null,
  -- the events it is about: at in [window_from, window_to)
  window_from timestamptz not null,
  window_to timestamptz not null check (window_to > window_from),
  -- the canary that was touched; 0: not about one organisation
  organisation_id integer not null default 0,
  raised_at timestamptz not null,
  measured integer not null,
  threshold integer not null,
  state text not null check (state in ('open', 'lookedAt', 'closed')),
  looked_at_at timestamptz,
  looked_at_by text,
  closed_at timestamptz,
  closed_by text,
  reason text check (length(reason) between 1 and 2000),
  unique (rule, actor, window_from, organisation_id),
  check ((looked_at_at is null) = (looked_at_by is null)),
  check (state <> 'lookedAt' or looked_at_at is not null),
  check ((state = 'closed') = (closed_at is not null and closed_by is not null and reason is not null))
);
create index alert_unclosed on alert (raised_at desc) where state <> 'closed';
create index alert_newest on alert (raised_at desc, alert_id);

grant select, insert, update (finished_at, events, faults, report) on event_verification to chengxin_app;
grant select, insert, update (retired_at) on canary to chengxin_app;
grant select, insert, update (state, looked_at_at, looked_at_by, closed_at, closed_by, reason) on alert to chengxin_app;
