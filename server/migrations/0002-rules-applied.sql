-- Each time a rule book was applied to what is stored, and how far. The latest run says which rule book the stored days follow.
create table rules_application (
  run integer generated always as identity primary key,
  digest text not null,
  -- organisations up to this one are done
  up_to integer not null,
  -- records whose publication ends earlier now
  changed bigint not null,
  -- records that would be public for longer: nothing lengthens by itself (charter 8), their days stand
  longer bigint not null,
  finished_at timestamptz
);
grant select, insert, update (up_to, changed, longer, finished_at) on rules_application to chengxin_app;
