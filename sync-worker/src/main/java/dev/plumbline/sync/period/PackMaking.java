package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.sync.period.PackScope.Previous;
import dev.plumbline.sync.period.Periods.Said;
import dev.plumbline.sync.reconcile.run.RunSettings;
import dev.plumbline.sync.sheet.CsvParts;
import java.sql.Types;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Puts a pack together: all of it in one transaction, its lines by the database, its hash over what was written, its head last. */
@Component
class PackMaking {
    private static final Logger LOG = LoggerFactory.getLogger(PackMaking.class);

    private final PackScope scope;
    private final PackItems items;
    private final PackFigures figures;
    private final PackCopies copies;
    private final Packs packs;
    private final RunSettings settings;
    private final JdbcClient jdbc;

    PackMaking(
            PackScope scope,
            PackItems items,
            PackFigures figures,
            PackCopies copies,
            Packs packs,
            RunSettings settings,
            JdbcClient jdbc) {
        this.scope = scope;
        this.items = items;
        this.figures = figures;
        this.copies = copies;
        this.packs = packs;
        this.settings = settings;
        this.jdbc = jdbc;
    }

    /** Nothing of it stays when it is refused. */
    void make(YearMonth month, int version, Caller by, Said said) {
        Map<Long, String> open = scope.open(month);
        if (!open.isEmpty()) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "RECONCILIATION_RUNNING",
                    "Runs of " + month + " have not come to their end: " + open + "; wait for them, or stop them");
        }
        Optional<Previous> previous = scope.previous(month);
        if (scope.keep(month, version, previous) == 0) {
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "PERIOD_WITHOUT_REPORT",
                    "Nothing was compared in " + month + " that is not in the pack of a month before: run a"
                            + " reconciliation with a businessDate in it");
        }
        long lines = items.keep(month, version, settings.zone().getId());
        figures.keep(month, version);
        List<String> flaws = figures.flaws(month, version, previous);
        if (!flaws.isEmpty()) {
            LOG.error("The figures of period {} do not tie: {}", month, flaws);
            throw Refusal.of(
                    HttpStatus.CONFLICT,
                    "PERIOD_DOES_NOT_TIE",
                    "Its figures do not tie, so there is nothing to sign: " + String.join("; ", flaws));
        }
        copies.keep(month, version, facts(month, version, by, said, previous, lines));
        head(month, version, by, previous);
    }

    private Map<String, String> facts(
            YearMonth month, int version, Caller by, Said said, Optional<Previous> previous, long lines) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("period", month.toString());
        facts.put("from", month.atDay(1).toString());
        facts.put("until", month.atEndOfMonth().toString());
        facts.put("zone", settings.zone().getId());
        facts.put("version", Integer.toString(version));
        facts.put(
                "previous",
                previous.map(one -> one.month() + " version " + one.version()).orElse("none"));
        facts.put("runs", scope.runs(month, version).toString());
        facts.put("items", Long.toString(lines));
        facts.put("preparedBy", by.name());
        facts.put("explanation", said.reason());
        facts.put("amounts", "minor units of their currency, a month, at list price; never converted");
        return facts;
    }

    private void head(YearMonth month, int version, Caller by, Optional<Previous> previous) {
        jdbc.sql("""
                        insert into period_pack (month, version, previous_month, previous_version, prepared_by, prepared_ids,
                                                 content_sha256, format)
                        values (:month, :version, :previousMonth, :previousVersion, :by, :ids, :hash, :format)
                        """)
                .param("month", month.toString())
                .param("version", version)
                .param(
                        "previousMonth",
                        previous.map(one -> one.month().toString()).orElse(null),
                        Types.VARCHAR)
                .param("previousVersion", previous.map(Previous::version).orElse(null), Types.INTEGER)
                .param("by", by.name())
                .param("ids", by.identities().toArray(String[]::new))
                .param("hash", CsvParts.sha256(packs.parts(month, version, PackPart.ALL)))
                .param("format", PackPart.FORMAT)
                .update();
    }
}
