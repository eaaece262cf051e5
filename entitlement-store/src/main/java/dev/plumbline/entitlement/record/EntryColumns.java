package dev.plumbline.entitlement.record;

import static dev.plumbline.entitlement.record.LedgerRows.column;
import static dev.plumbline.entitlement.record.LedgerRows.numbers;

import dev.plumbline.entitlement.record.Ledger.Entry;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** New versions of answers, turned on their side: an array for each column, to be written in one statement. */
final class EntryColumns {
    private final Collection<Entry> entries;

    EntryColumns(Collection<Entry> entries) {
        this.entries = entries;
    }

    Map<String, Object> byName() {
        var columns = new HashMap<String, Object>();
        columns.put("customers", column(entries, entry -> entry.customer().value()));
        columns.put("versions", numbers(entries, Entry::version));
        columns.put("asOf", column(entries, entry -> entry.made().asOf().toString()));
        columns.put("revisions", numbers(entries, entry -> entry.made().revision()));
        columns.put("resolvers", numbers(entries, entry -> (long) entry.made().resolver()));
        columns.put("causes", column(entries, entry -> StoredJson.write(entry.cause())));
        columns.put("actors", column(entries, entry -> entry.cause().actor()));
        columns.put("reasons", column(entries, entry -> entry.cause().inWords()));
        columns.put("timelines", of(resolution -> StoredJson.write(resolution.timeline())));
        columns.put("facts", of(resolution -> StoredJson.write(resolution.factsInForce())));
        columns.put("stages", of(EntryColumns::stages));
        columns.put("laterFacts", of(EntryColumns::laterFacts));
        columns.put("settledAt", of(resolution -> LedgerRows.text(resolution.settledAt())));
        columns.put("hashes", of(Resolution::hash));
        columns.put(
                "turnsAt",
                column(
                        entries,
                        entry -> LedgerRows.text(Turn.next(
                                entry.resolution().timeline(), entry.made().asOf()))));
        columns.put("names", of(Resolution::name));
        columns.put("countries", of(resolution -> resolution.factsInForce().country()));
        return columns;
    }

    private @Nullable String[] of(Function<Resolution, @Nullable String> value) {
        return column(entries, entry -> value.apply(entry.resolution()));
    }

    /** Null for an answer that is made with one model alone. */
    private static @Nullable String stages(Resolution resolution) {
        return resolution.stages().size() == 1 ? null : StoredJson.writeStages(resolution.stages());
    }

    private static @Nullable String laterFacts(Resolution resolution) {
        var facts = resolution.facts();
        return facts.size() == 1 ? null : StoredJson.writeFacts(facts.subList(1, facts.size()));
    }
}
