-- What came in an hour of last month: rows stand in the order in which they came, so a few words for each stretch of them are enough,
-- and an insert costs nothing.
create index inbox_received on inbox using brin (received_at) with (pages_per_range = 32, autosummarize = on);
-- The newest of a type, however rare it is: what stands in no order needs an entry for each row.
create index inbox_type on inbox (type, id) where type is not null;
