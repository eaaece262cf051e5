-- Whom an older resolver answered is behind as well as whom an older model did: one range of one index.
drop index customer_behind;
create index customer_behind on customer (resolver, resolved_revision, key);
