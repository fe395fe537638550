-- How far the publicity of stored records has been computed anew under a rule book; one row a rule book.
create table rules_application (
  digest text primary key,
  -- organisations up to this one are done
  up_to integer not null,
  changed bigint not null,
  finished_at timestamptz
);
grant select, insert, update on rules_application to chengxin_app;
