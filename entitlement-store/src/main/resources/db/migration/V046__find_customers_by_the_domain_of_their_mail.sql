-- The domain of an e-mail address, as the whole of it is kept: keyed. What is known already has no address to take it from; each gets
-- it when the provider is asked for it next.
alter table billing_snapshot add column email_domain_hash bytea;
create index billing_snapshot_email_domain on billing_snapshot (email_domain_hash) where email_domain_hash is not null;
