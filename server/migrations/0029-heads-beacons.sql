-- Heads of the day and beacons of the transparency log (verifier/README.md): what proves that a file lacks nothing, and a random value of each day.

-- Of each organisation how many entries it has below the size of the newest day, and the chain over them. Made from the entries, and can be made again from them.
create table log_head (
  organisation_id integer not null primary key,
  -- first 12 bits of SHA-256 over "cx1:key", line feed and code: the branch of the tree of heads in which it stands
  bucket smallint not null check (bucket between 0 and 4095),
  count integer not null check (count >= 0),
  head bytea not null check (length(head) = 32)
) partition by hash (organisation_id);
do $$
begin
  for i in 0..7 loop
    execute format('create table log_head_p%s partition of log_head for values with (modulus 8, remainder %s)', i, i);
  end loop;
end $$;
-- serves: the organisations beside one in the tree of heads
create index log_head_bucket on log_head (bucket);

-- Branches of the newest day's tree of heads, so that an organisation's siblings are computed from its branch alone.
create table log_bucket (
  bucket smallint primary key check (bucket between 0 and 4095),
  organisations integer not null check (organisations >= 0),
  -- of one organisation its leaf; of none 32 zero bytes
  root bytea not null check (length(root) = 32)
);

create table log_day (
  log_no smallint not null references log,
  -- the last day that was over
  day date not null,
  -- every entry below this index is counted
  size bigint not null check (size >= 0),
  organisations integer not null check (organisations >= 0),
  root bytea not null check (length(root) = 32),
  -- version of the key that the day's nonces were made with
  nonce_key integer not null,
  -- its entry in the log
  log_at bigint not null unique references log_statement,
  primary key (log_no, day)
);

create table log_beacon (
  day date primary key,
  log_at bigint not null unique references log_statement
);

grant select, insert, update on log_head, log_bucket to chengxin_app;
grant select, insert on log_day, log_beacon to chengxin_app;
