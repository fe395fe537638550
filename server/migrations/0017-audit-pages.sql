-- Who took a canary out of use, and why.
alter table canary add column retired_by text, add column retired_because text check (length(retired_because) between 1 and 2000);
alter table canary add check ((retired_at is null) = (retired_by is null) and (retired_at is null) = (retired_because is null)) not valid;
grant update (retired_by, retired_because) on canary to chengxin_app;
