package dev.plumbline.sync.sweep;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.sync.pass.Subject;
import dev.plumbline.sync.pass.WorkSignal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What an account sells is looked at once a day, also if no event of it came. */
@Repository
class CatalogueMarks {
    private final JdbcClient jdbc;
    private final WorkSignal signal;
    private final SweepSettings settings;

    CatalogueMarks(JdbcClient jdbc, WorkSignal signal, SweepSettings.Given settings) {
        this.jdbc = jdbc;
        this.signal = signal;
        this.settings = settings.settings();
    }

    void markDaily(BillingAccount account) {
        Subject catalogue = Subject.catalogueOf(account);
        int marked = jdbc.sql("""
                        insert into subject as s (provider, account, kind, id, dirty_seq, dirty_cause, due_at)
                        select :provider, :account, :kind, :id, nextval('subject_dirty_seq'), 'sweep', clock_timestamp()
                        where not exists (
                            select from subject
                            where provider = :provider and account = :account and kind = :kind and id = :id
                              and (dirty_seq is not null
                                   or applied_at > clock_timestamp() - :every * interval '1 ms'))
                        on conflict (provider, account, kind, id) do update
                            set dirty_seq = excluded.dirty_seq, dirty_cause = excluded.dirty_cause, due_at = excluded.due_at
                            where s.dirty_seq is null
                        """)
                .param("provider", account.provider().key())
                .param("account", account.name())
                .param("kind", catalogue.kind())
                .param("id", catalogue.id())
                .param("every", settings.catalogueEvery().toMillis())
                .update();
        if (marked > 0) {
            signal.raise();
        }
    }
}
