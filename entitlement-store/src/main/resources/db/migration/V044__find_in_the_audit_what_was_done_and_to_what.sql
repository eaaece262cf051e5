-- What people and jobs did, by what it was and by what it was done to. Nearly all rows say that a customer's answer was worked out
-- anew: those are in none of these, so that a webhook writes no more than before. By customer they are found as ever.
create index audit_action on audit (action, id) where action <> 'entitlements.resolved';
create index audit_object_kind on audit (object_kind, id) where object_kind <> 'customer';
create index audit_object on audit (object_ref, id) where object_kind <> 'customer';
