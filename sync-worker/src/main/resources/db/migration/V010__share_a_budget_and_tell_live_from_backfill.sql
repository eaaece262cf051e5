-- One line of time per account at a billing system, common to all processes: who asks the provider books moments on it first.
create table request_budget (
    provider      text        not null,
    account       text        not null,
    -- The first moment that nobody has.
    next_at       timestamptz not null,
    -- The provider said that it was too much: backfill gets none before this.
    backfill_from timestamptz not null,
    -- How many bookings there were: a booking is written only if no other one came between.
    bookings      bigint      not null default 0,
    primary key (provider, account)
) with (fillfactor = 20);

-- What somebody waits for, apart from what can wait, so that a crowd of the one does not hide the other. The words are those of
-- Claim.Cause.isLive. In place of the index by due time alone: nobody asks that any more, and each costs every delivery a write.
create index subject_due_in_lane on subject
    (provider, account, (dirty_cause in ('event', 'settle', 'refresh', 'link', 'replay')), due_at) where dirty_seq is not null;
drop index subject_due;

-- Failures that the subject is to blame for; what fails because a provider is down does not set it aside.
alter table subject add column faults int not null default 0;
