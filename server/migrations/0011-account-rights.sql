-- For whom an account may act, counts that a stranger can't use to keep somebody out, and a limit of registrations.

-- The mandates of an account in force on a day, one of each organisation, the longest. Asked at every request that the account makes.
create function mandates_in_force(account uuid, day date) returns table (mandate_id uuid, organisation_id integer, uscc text)
language sql stable
as $$
  select distinct on (o.uscc) m.mandate_id, m.organisation_id, o.uscc
  from public.mandate m join public.organisation o on o.organisation_id = m.organisation_id
  where m.account_id = account and m.state = 'confirmed' and m.until >= day
  order by o.uscc, m.until desc, m.mandate_id
$$;

-- `known`: failures with a login from an address where its owner signed in before, counted apart from those of the rest of the world.
alter table sign_in_limit drop constraint sign_in_limit_kind_check;
alter table sign_in_limit add constraint sign_in_limit_kind_check check (kind in ('login', 'known', 'address', 'registration'));

-- serves: was the owner here before?
create index session_at_address on session (account_id, address, created_at desc) where second_factor_at is not null;
