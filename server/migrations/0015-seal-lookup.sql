-- serves: the seal that covers one event
create index event_seal_ends on event_seal (to_transaction);
