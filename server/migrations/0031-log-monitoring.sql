-- What the monitor of the transparency log found, each time that it ran to its end (server/log/monitor).
create table log_monitoring (
  run_no integer generated always as identity primary key,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  -- entries from which the trees were made again
  entries bigint not null check (entries >= 0),
  differences integer not null check (differences >= 0),
  -- JSON, the first differences in full
  report text not null
);
grant select, insert on log_monitoring to chengxin_app;
