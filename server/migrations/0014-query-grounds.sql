-- A ground stands for a short time and can be given back earlier; only the credit office's may be kept from the organisation for a while.

alter table query_ground add column closed_at timestamptz;
alter table query_ground add check (closed_at >= opened_at and closed_at <= closes_at);
alter table query_ground add check (closes_at <= opened_at + interval '2 hours');
alter table query_ground add check (visible_from is null or role = 'creditOffice');
alter table query_ground add check (relation is null or role = 'windowClerk');

-- serves: what an account has asked for today
create index query_ground_account on query_ground (account_id, opened_at);

-- What is closed stays closed.
create function refuse_ground_reopening() returns trigger
language plpgsql
as $$
begin
  raise exception 'a closed ground stays closed' using errcode = 'check_violation';
end
$$;
create trigger query_ground_closed_once before update on query_ground
  for each row when (old.closed_at is not null and new.closed_at is distinct from old.closed_at) execute function refuse_ground_reopening();

grant update (closed_at) on query_ground to chengxin_app;
