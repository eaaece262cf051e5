-- A busy customer is marked a hundred times before it is looked at. dirty_seq is another number each time, and an index that asks for
-- it gets another entry each time, which whoever looks for work then wades through. Whether it waits does not change: so these
-- marks are heap-only updates.
alter table subject add column waits boolean not null generated always as (dirty_seq is not null) stored;

create index subject_waiting_in_lane on subject
    (provider, account, (dirty_cause in ('event', 'settle', 'refresh', 'link', 'replay')), due_at) where waits;
drop index subject_due_in_lane;

-- Room on the page for the versions of a mark.
alter table subject set (fillfactor = 60);
