-- An account lasts longer when one administrator proposed it and another approved it, as with roles; the operator's command line alone does it for administrators
-- of whom there is no second.

create table account_extension (
  extension_id uuid primary key,
  account_id uuid not null references account,
  by_operator boolean not null default false,
  proposed_by uuid references account,
  proposed_at timestamptz not null,
  approved_by uuid references account,
  approved_at timestamptz,
  -- until when the account lasts by it
  until timestamptz check (until < 'infinity'),
  ended_at timestamptz,
  ended_by uuid references account,
  ended_why text check (ended_why in ('refused', 'withdrawn')),
  check (by_operator = (proposed_by is null)),
  check (not by_operator or (approved_by is null and approved_at is not null)),
  check (by_operator or (approved_by is null) = (approved_at is null)),
  check ((until is null) = (approved_at is null)),
  check (proposed_by <> approved_by),
  check (account_id <> proposed_by and account_id <> approved_by),
  check ((ended_at is null) = (ended_why is null) and (ended_at is null) = (ended_by is null)),
  check (approved_at is null or ended_at is null),
  check (approved_at >= proposed_at)
);
-- one at a time waits
create unique index account_extension_open on account_extension (account_id) where approved_at is null and ended_at is null;
-- serves: is this end one that was approved?
create index account_extension_of on account_extension (account_id, until) where until is not null;

create function check_extension() returns trigger
language plpgsql
as $$
begin
  if tg_op = 'INSERT' then
    if new.ended_at is not null or (not new.by_operator and new.approved_at is not null) then
      raise exception 'an extension is proposed before it is approved' using errcode = 'check_violation', constraint = 'extension_proposed';
    end if;
    if not new.by_operator and not holds_administration(new.proposed_by, 'systemAdministrator', new.proposed_at) then
      raise exception 'an extension is proposed by a system administrator' using errcode = 'check_violation', constraint = 'extension_proposer';
    end if;
  else
    if old.ended_at is not null or old.approved_at is not null then
      raise exception 'what was decided stays decided' using errcode = 'check_violation', constraint = 'extension_decided';
    end if;
    if new.approved_at is not null and not holds_administration(new.approved_by, 'securityAdministrator', new.approved_at) then
      raise exception 'an extension is approved by a security administrator' using errcode = 'check_violation', constraint = 'extension_approver';
    end if;
  end if;
  return new;
end
$$;
create trigger account_extension_checked before insert or update on account_extension for each row execute function check_extension();

create function check_account_end() returns trigger
language plpgsql
as $$
begin
  if not exists (
    select from account_extension x where x.account_id = new.account_id and x.until = new.valid_until and x.approved_at = new.reviewed_at) then
    raise exception 'an account lasts longer by an approved extension alone' using errcode = 'check_violation', constraint = 'account_extended';
  end if;
  return new;
end
$$;
create trigger account_end_checked before update on account
  for each row when (new.valid_until > old.valid_until) execute function check_account_end();

grant select, insert on account_extension to chengxin_app;
grant update (approved_by, approved_at, until, ended_at, ended_by, ended_why) on account_extension to chengxin_app;
