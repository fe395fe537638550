-- Lists of the workbench as an account likes to see them. No rule hangs on them, so there is no key to the account's own table; an account that is gone asks for none.
create table saved_view (
  account_id uuid not null,
  view_id uuid not null,
  list text collate "C" not null check (list ~ '^[a-z][a-z-]{1,39}$'),
  name text not null check (length(name) between 1 and 40 and name = trim(name)),
  query text not null check (length(query) <= 2000),
  saved_at timestamptz not null,
  primary key (account_id, view_id),
  unique (account_id, list, name)
);
-- serves: the owner of a view that is asked for by its own id
create unique index saved_view_id on saved_view (view_id);

grant select, insert, update (query, saved_at), delete on saved_view to chengxin_app;
