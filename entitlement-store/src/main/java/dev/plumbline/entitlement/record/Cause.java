package dev.plumbline.entitlement.record;

import dev.plumbline.entitlement.customer.SubjectRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What made us resolve a customer: kept with the answer that came of it, so that every version can be followed back.
 *
 * @param kind event, settle, refresh, link, replay, sweep (a subject was fetched); customer (an edit, a link, an override);
 *     model (a new revision); migration (it was moved to another version of its plan); agreed (what was agreed for now)
 * @param actor who: a person or key by name, or {@link #SYSTEM}
 * @param subject the subject that was fetched; null when nothing was
 * @param events ids of the provider's events that the fetch answers, newest first; at most 20
 */
public record Cause(String kind, String actor, @Nullable String subject, List<String> events) {
    /** The writer path itself. */
    public static final String SYSTEM = "plumbline";

    public Cause {
        events = List.copyOf(events);
    }

    /** Somebody asked for this customer by name, perhaps because its answer is odd: the stored one is looked at itself. */
    boolean isToLookCloser() {
        return kind.equals("refresh");
    }

    /** For people: the reason of the audit row. */
    String inWords() {
        return switch (kind) {
            case "model" -> "a model was published";
            case "customer" -> "the customer was edited";
            case "migration" -> events.getFirst() + " moved it to another version of its plan, or took that back";
            case "agreed" -> "what was agreed for this time takes effect";
            default -> kind + " of " + subject + (events.isEmpty() ? "" : ": " + events.getFirst());
        };
    }

    public static Cause ofSubject(String kind, SubjectRef subject, List<String> events) {
        return new Cause(kind, SYSTEM, subject.toString(), events);
    }

    public static Cause ofCustomer() {
        return new Cause("customer", SYSTEM, null, List.of());
    }

    /** @param ref of the migration, {@code migration/12} */
    public static Cause ofMigration(String actor, String ref) {
        return new Cause("migration", actor, null, List.of(ref));
    }

    /** The time has come of a model, or of a pin that was to move. */
    static Cause ofAgreement() {
        return new Cause("agreed", SYSTEM, null, List.of());
    }

    public static Cause ofModel() {
        return new Cause("model", SYSTEM, null, List.of());
    }
}
