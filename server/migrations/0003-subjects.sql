-- What the charter refuses is refused here too, whatever the application does.

-- An identity-card number (GB 11643-1999) that passes the check of an organisation's code by chance, once in 31: a region, a date of birth, and none of
-- what makes a code one beyond doubt, a region of its own (characters 3-4) and a valid organisation code inside (GB 11714-1997).
create function identity_number_like(code text) returns boolean
language sql immutable strict parallel safe
as $$
  select code ~ '^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])[0-9]{4}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]$'
     and not (
       substr(code, 3, 2) ~ '^(10|1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])$'
       and substr(code, 17, 1) = (
         select case 11 - sum(substr(code, 8 + i, 1)::integer * (array[3,7,9,10,5,8,4,2])[i]) % 11 when 10 then 'X' when 11 then '0'
           else (11 - sum(substr(code, 8 + i, 1)::integer * (array[3,7,9,10,5,8,4,2])[i]) % 11)::text end
         from generate_series(1, 8) as i
       )
     )
$$;
alter table organisation_directory add constraint organisation_directory_no_person check (not identity_number_like(uscc));

-- The kind follows from the code: nobody turns a sole trader into an enterprise by an update.
alter table organisation add constraint organisation_sole_trader check ((kind = 'soleTrader') = (uscc like '92%'));

-- Items that take organisations only, ratings first of all (charter 1), are numbered 500-999 (a city's own 1500-1999), so that the check of their
-- records costs the others nothing.
alter table item add column organisations_only boolean not null default false;
alter table item add constraint item_organisations_only check (organisations_only = (item_id % 1000 >= 500));
alter table item add constraint item_ratings check (category <> 9 or organisations_only);

create function refuse_sole_trader() returns trigger
language plpgsql
as $$
begin
  if not exists (select from organisation where organisation_id = new.organisation_id and kind <> 'soleTrader') then
    raise exception 'item % takes organisations only', new.item_id using errcode = 'check_violation';
  end if;
  return null;
end
$$;
create trigger record_organisations_only after insert on record
  for each row when (new.item_id % 1000 >= 500) execute function refuse_sole_trader();

-- What an organisation is stays: its code and kind can't be changed, nor the time it became known. The rest is base data, which follows the register.
revoke update on organisation, batch, organisation_name, item, source, catalogue_load from chengxin_app;
grant update (name, name_folded, initials, status, region_code, established_on, registered) on organisation to chengxin_app;
grant update (kind, known_until) on organisation_name to chengxin_app;
grant update (state, failure, finished_at) on batch to chengxin_app;
grant update (name, category, effect, public, organisations_only) on item to chengxin_app;
grant update (name, region_code) on source to chengxin_app;
grant update (loaded_at) on catalogue_load to chengxin_app;

-- The time in which a version was known is closed once and not opened again: history can't be moved, and no two versions are current.
create function refuse_reopening() returns trigger
language plpgsql
as $$
begin
  raise exception 'the time in which a version of a record was known is closed once' using errcode = 'check_violation';
end
$$;
create trigger record_closed_once before update on record
  for each row when (old.known_until <> 'infinity') execute function refuse_reopening();
