-- serves: the few readings that are kept from the organisation until a day, however many others there are
create index query_ground_kept on query_ground (organisation_id) where visible_from is not null;
