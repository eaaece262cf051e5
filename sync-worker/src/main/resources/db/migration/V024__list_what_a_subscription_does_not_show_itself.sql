-- What a row of the list does not show stands in short lists beside it: what is unpaid, and what was agreed for later. They are read
-- first, so that every row is told as a fetch would tell it.

-- Which list a part is of. Those beside have one part each, with a number below zero.
alter table reconciliation_slice
    add column list   text   not null default 'subscriptions' check (list in ('subscriptions', 'unpaid', 'agreed')),
    -- So many entries of a list beside it has staged; rows of subscriptions are counted as listed.
    add column beside bigint not null default 0;

-- Not logged, as reconciliation_row.
create unlogged table reconciliation_beside (
    run     bigint not null,
    slice   int    not null,
    -- The subscription that owes, or the plan of changes.
    ref     text   not null,
    content jsonb  not null
);
create index reconciliation_beside_ref on reconciliation_beside (run, slice, ref);

-- By which function the rows of a run were made: a node of another version does not compare them with its own.
alter table reconciliation add column listed_by smallint;

-- Batch's tables are cleared of what ended long ago; without these each row to go would be looked for in all of them.
create index batch_job_execution_instance on batch_job_execution (job_instance_id);
create index batch_job_execution_params_of on batch_job_execution_params (job_execution_id);
create index batch_step_execution_of on batch_step_execution (job_execution_id);

select grant_roles();
