-- How many there were of each outcome, once the rows themselves are gone: what is told of the run stays what it was.
alter table reconciliation add column forgotten_differences jsonb;

-- What a signed pack, or a signed run, is traced to stays: whoever takes rows away, and however old they are.
create trigger differences_of_what_is_signed_stay after delete on reconciliation_difference referencing old table as gone
    for each statement execute function keep_what_is_signed();
