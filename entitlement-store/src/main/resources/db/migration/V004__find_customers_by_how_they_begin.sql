-- People look for a customer by the beginning of its key or name. The default collation cannot serve that.
create index customer_key_beginning on customer (key text_pattern_ops);
create index customer_name_beginning on customer (lower(name) text_pattern_ops);
create index customer_billing_name_beginning on customer (lower(billing_name) text_pattern_ops);

-- The audit register is read by when, and by who.
create index audit_recorded on audit (recorded, id);
create index audit_actor on audit (actor, id);
