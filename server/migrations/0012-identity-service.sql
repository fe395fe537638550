-- Sign-in through the city's identity service. What it calls somebody may be an identity-card number: it is sealed, and looked up by a keyed hash alone.

drop table external_identity; -- no program has ever written to it

create table external_identity (
  account_id uuid not null references account,
  issuer text collate "C" not null,
  subject_sealed bytea not null,
  subject_mac bytea not null check (length(subject_mac) = 32),
  subject_key_version integer not null,
  linked_at timestamptz not null,
  last_used_at timestamptz,
  primary key (account_id, issuer),
  unique (issuer, subject_mac)
);
grant select, insert, delete on external_identity to chengxin_app;
grant update (subject_sealed, subject_mac, subject_key_version, last_used_at) on external_identity to chengxin_app;

-- An agent's account that was made at the first sign-in through the identity service has no password. Officials' accounts never begin that way.
alter table account add column by_identity_service boolean not null default false check (not by_identity_service or kind = 'agent');
alter table account drop constraint account_check1;
alter table account add constraint account_has_a_way_in check (state <> 'active' or password_hash is not null or by_identity_service);
