-- serves: who acts for an organisation because the identity service says so
create index session_asserted on session (asserted_uscc) where asserted_uscc is not null and ended_at is null;
