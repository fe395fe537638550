-- Why an administrator took a step on an account, as typed. It may name somebody, so it is sealed; the step's event, which stays for ever, carries its number alone.

create table account_reason (
  reason_id uuid primary key,
  account_id uuid not null references account,
  -- the event's action
  action text not null,
  at timestamptz not null,
  given_by uuid not null references account,
  reason_sealed bytea not null
);
-- serves: the history of one account, the newest first
create index account_reason_of on account_reason (account_id, at desc);

grant select, insert on account_reason to chengxin_app;
grant update (reason_sealed) on account_reason to chengxin_app;

-- Proposals: from now on sealed too. What stood there in clear stays as it is.
alter table account_grant alter column reason drop not null;
alter table account_grant add column reason_sealed bytea;
alter table account_grant add constraint grant_has_reason check ((reason is null) <> (reason_sealed is null));
grant update (reason_sealed) on account_grant to chengxin_app;
