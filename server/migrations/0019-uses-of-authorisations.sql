-- serves: how often an authorisation was used, and each use, however many other readings the organisation's chain holds
create index event_basis on event (organisation_id, basis, at desc) where purpose is not null;
