-- Accounts of officials and of organisations' agents, what they may be, and how they show who they are. Nothing here is about anybody's conduct.

create table account (
  account_id uuid primary key,
  -- folded (NFKC, lower case): two spellings of one login are one login
  login text collate "C" not null unique check (login = lower(normalize(login, NFKC)) and length(login) between 3 and 60),
  kind text not null check (kind in ('official', 'agent')),
  display_name_sealed bytea not null,
  contact_sealed bytea not null,
  -- where an official works, as organisations see it
  unit text not null check ((kind = 'official') = (length(unit) > 0)),
  state text not null check (state in ('invited', 'active', 'disabled')),
  -- null: never set
  password_hash text check (password_hash like '$argon2id$%'),
  -- the next sign-in leads to a new password first
  must_change_password boolean not null default false,
  created_at timestamptz not null,
  -- every account ends unless a review extends it
  valid_until timestamptz not null check (valid_until < 'infinity'),
  reviewed_at timestamptz,
  last_sign_in_at timestamptz,
  check (state <> 'active' or password_hash is not null)
);

-- What an official may be. Proposed by one person, approved by another; the operator's command line alone names the first administrators.
create table account_grant (
  grant_id uuid primary key,
  account_id uuid not null references account,
  role text not null check (role in ('creditOffice', 'creditCentre', 'countyOffice', 'departmentClerk', 'windowClerk', 'systemAdministrator',
    'securityAdministrator', 'auditor')),
  source text collate "C",
  region text collate "C" check (region ~ '^[0-9]{6}$'),
  -- the grounds, as the proposer wrote them
  reason text not null check (length(reason) between 1 and 500),
  by_operator boolean not null default false,
  proposed_by uuid references account,
  proposed_at timestamptz not null,
  approved_by uuid references account,
  approved_at timestamptz,
  valid_until timestamptz not null check (valid_until < 'infinity' and valid_until > proposed_at),
  ended_at timestamptz,
  ended_by uuid references account,
  ended_why text check (ended_why in ('refused', 'withdrawn', 'ended', 'expired')),
  check ((role = 'departmentClerk') = (source is not null)),
  check ((role = 'countyOffice') = (region is not null)),
  check (by_operator = (proposed_by is null)),
  check (not by_operator or (role in ('systemAdministrator', 'securityAdministrator', 'auditor') and approved_by is null and approved_at is not null)),
  check (by_operator or (approved_by is null) = (approved_at is null)),
  check (proposed_by <> approved_by),
  check (account_id <> proposed_by and account_id <> approved_by),
  check ((ended_at is null) = (ended_why is null)),
  check (approved_at >= proposed_at),
  check (ended_why <> 'refused' or approved_at is null)
);
create index account_grant_of on account_grant (account_id) where ended_at is null;

create function holds_administration(account uuid, administration text, moment timestamptz) returns boolean
language sql stable
as $$
  select exists (
    select from account_grant g join account a using (account_id)
    where g.account_id = account and g.role = administration and g.approved_at <= moment and g.ended_at is null and g.valid_until > moment
      and a.state = 'active' and a.valid_until > moment)
$$;

-- 三权分立: one of the three administrations excludes every other role. Proposals count, and a row of the account is locked so that two at once don't pass each other.
create function check_grant() returns trigger
language plpgsql
as $$
begin
  perform from account where account_id = new.account_id and kind = 'official' for update;
  if not found then
    raise exception 'only an official holds a role' using errcode = 'check_violation', constraint = 'grant_official';
  end if;
  if new.ended_at is null and exists (
    select from account_grant g
    where g.account_id = new.account_id and g.ended_at is null and g.grant_id <> new.grant_id
      and (new.role in ('systemAdministrator', 'securityAdministrator', 'auditor')
        or g.role in ('systemAdministrator', 'securityAdministrator', 'auditor')
        or (g.role = new.role and g.source is not distinct from new.source and g.region is not distinct from new.region))) then
    raise exception 'an administration excludes every other role, and no role is held twice' using errcode = 'check_violation', constraint = 'grant_exclusive';
  end if;
  if tg_op = 'INSERT' then
    if new.ended_at is not null or (not new.by_operator and new.approved_at is not null) then
      raise exception 'a role is proposed before it is approved' using errcode = 'check_violation', constraint = 'grant_proposed';
    end if;
    if not new.by_operator and not holds_administration(new.proposed_by, 'systemAdministrator', new.proposed_at) then
      raise exception 'a role is proposed by a system administrator' using errcode = 'check_violation', constraint = 'grant_proposer';
    end if;
  else
    if old.ended_at is not null then
      raise exception 'what has ended stays ended' using errcode = 'check_violation', constraint = 'grant_ended';
    end if;
    if old.approved_at is not null and (new.approved_at is distinct from old.approved_at or new.approved_by is distinct from old.approved_by) then
      raise exception 'an approval stands' using errcode = 'check_violation', constraint = 'grant_approved';
    end if;
    if old.approved_at is null and new.approved_at is not null and not holds_administration(new.approved_by, 'securityAdministrator', new.approved_at) then
      raise exception 'a role is approved by a security administrator' using errcode = 'check_violation', constraint = 'grant_approver';
    end if;
  end if;
  return new;
end
$$;
create trigger account_grant_checked before insert or update on account_grant for each row execute function check_grant();

-- A link by which somebody sets a password and a second factor: at the beginning, or anew.
create table invitation (
  invitation_id uuid primary key,
  account_id uuid not null references account,
  token_hash bytea not null unique check (length(token_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at and expires_at <= created_at + interval '72 hours'),
  used_at timestamptz,
  withdrawn_at timestamptz,
  check (used_at is null or withdrawn_at is null)
);
create index invitation_of on invitation (account_id);

create table totp (
  account_id uuid primary key references account,
  secret_sealed bytea not null,
  confirmed_at timestamptz not null,
  -- the time step of the last code taken: no code is taken twice
  last_step bigint not null
);

create table recovery_code (
  account_id uuid not null references account,
  code_hash bytea not null check (length(code_hash) = 32),
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);

create table passkey (
  credential_id text collate "C" primary key check (length(credential_id) between 16 and 1400),
  account_id uuid not null references account,
  public_key bytea not null,
  counter bigint not null,
  transports text not null,
  name text not null check (length(name) between 1 and 60),
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkey_of on passkey (account_id);

-- A challenge is answered once: the ones that were, until they would be too old anyway.
create table used_challenge (
  challenge text collate "C" primary key,
  expires_at timestamptz not null
);

create table session (
  session_id uuid primary key,
  -- SHA-256 of 256 random bits, which only the browser has
  token_hash bytea not null unique check (length(token_hash) = 32),
  account_id uuid not null references account,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  idle_seconds integer not null check (idle_seconds between 60 and 7200),
  ends_at timestamptz not null check (ends_at > created_at and ends_at <= created_at + interval '12 hours'),
  second_factor_at timestamptz,
  -- by what the session was begun
  method text not null check (method in ('password', 'totp', 'recoveryCode', 'passkey', 'invitation', 'identityService')),
  -- the organisation that the identity service says the agent acts for, as long as this session lasts
  asserted_uscc text collate "C" check (uscc_valid(asserted_uscc)),
  address text not null,
  user_agent text not null check (length(user_agent) <= 200),
  -- failed tries since the sign-in before, which the owner is told about
  failures_before integer not null default 0 check (failures_before >= 0),
  ended_at timestamptz,
  ended_why text check (ended_why in ('signedOut', 'rotated', 'endedElsewhere', 'passwordChanged', 'factorReset', 'disabled', 'replaced')),
  check ((ended_at is null) = (ended_why is null))
);
create index session_of on session (account_id, last_seen_at desc) where ended_at is null;

-- Failures by login (known or not) and by address, under a keyed hash: what was typed is not kept.
create table sign_in_limit (
  kind text not null check (kind in ('login', 'address')),
  mac bytea not null check (length(mac) = 32),
  key_version integer not null,
  failures integer not null check (failures >= 0),
  last_at timestamptz not null,
  wait_until timestamptz,
  primary key (kind, mac)
);
-- serves: forgetting
create index sign_in_limit_last on sign_in_limit (last_at);

-- The account that an identity service's subject is.
create table external_identity (
  issuer text collate "C" not null,
  subject text collate "C" not null,
  account_id uuid not null references account,
  linked_at timestamptz not null,
  primary key (issuer, subject),
  unique (issuer, account_id)
);

grant select, insert on account, account_grant, invitation, totp, recovery_code, passkey, used_challenge, session, sign_in_limit, external_identity
  to chengxin_app;
grant update (display_name_sealed, contact_sealed, unit, state, password_hash, must_change_password, valid_until, reviewed_at, last_sign_in_at)
  on account to chengxin_app;
grant update (approved_by, approved_at, valid_until, ended_at, ended_by, ended_why) on account_grant to chengxin_app;
grant update (used_at, withdrawn_at) on invitation to chengxin_app;
grant update (secret_sealed, confirmed_at, last_step) on totp to chengxin_app;
grant update (used_at) on recovery_code to chengxin_app;
grant update (counter, last_used_at, name) on passkey to chengxin_app;
grant update (last_seen_at, ended_at, ended_why) on session to chengxin_app;
grant update (failures, last_at, wait_until) on sign_in_limit to chengxin_app;
grant delete on totp, recovery_code, passkey, used_challenge, sign_in_limit to chengxin_app;
