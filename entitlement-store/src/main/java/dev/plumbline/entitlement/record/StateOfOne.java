package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.FactsAssembly.Known;
import dev.plumbline.entitlement.customer.PriceRef;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.DecidedFacts.Decided;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was read of one customer among many. Rows that cannot be understood are that customer's trouble, not the others'. */
final class StateOfOne {
    private final CustomerKey customer;
    private final @Nullable String country;
    private final String attributes;
    private final long version;
    private final String answerHash;
    private final long resolvedRevision;
    private final int resolver;
    private final int openBreaks;
    private final List<BillingSnapshot> snapshots = new ArrayList<>();
    private final Map<SubjectRef, SubjectPins> pins = new TreeMap<>();
    private Decided people = Decided.NOTHING;
    private @Nullable RuntimeException unreadable;

    StateOfOne(ResultSet row) throws SQLException {
        customer = new CustomerKey(row.getString("key"));
        country = row.getString("country");
        attributes = row.getString("attributes");
        version = row.getLong("version");
        answerHash = row.getString("answer_hash");
        resolvedRevision = row.getLong("resolved_revision");
        resolver = row.getInt("resolver");
        openBreaks = row.getInt("open_breaks");
    }

    CustomerKey customer() {
        return customer;
    }

    void addSubject(SubjectRef subject, @Nullable String snapshot, @Nullable String kept) {
        try {
            if (snapshot != null) {
                snapshots.add(StoredJson.snapshot(snapshot));
            }
            if (kept != null) {
                pins.put(subject, StoredJson.pins(kept));
            }
        } catch (RuntimeException failure) {
            unreadable = failure;
        }
    }

    void decided(Decided byPeople) {
        people = byPeople;
    }

    /** Those that could be read. */
    List<BillingSnapshot> snapshots() {
        return snapshots;
    }

    /** @throws RuntimeException when something of it cannot be understood */
    CustomerState state(Map<PriceRef, Optional<String>> prices) {
        if (unreadable != null) {
            throw unreadable;
        }
        return new CustomerState(
                known(),
                snapshots,
                SubjectPins.joined(pins, lookupKeys(prices)),
                version,
                answerHash,
                resolvedRevision,
                resolver,
                openBreaks);
    }

    private Known known() {
        return new Known(
                customer,
                country,
                StoredJson.attributes(attributes),
                people.phases(),
                people.enrolments(),
                people.overrides());
    }

    private Map<PriceRef, String> lookupKeys(Map<PriceRef, Optional<String>> prices) {
        var keys = new HashMap<PriceRef, String>();
        SubjectPins.pricesOf(snapshots)
                .forEach(price -> prices.getOrDefault(price, Optional.empty()).ifPresent(key -> keys.put(price, key)));
        return keys;
    }
}
