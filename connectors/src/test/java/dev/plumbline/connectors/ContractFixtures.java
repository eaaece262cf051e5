package dev.plumbline.connectors;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What {@link BillingConnectorContract} has to know of a provider: its words, its pages, a stateful stand-in for it. */
public interface ContractFixtures {

    /**
     * What a connector is made with.
     *
     * @param patience after which an answer that did not come is none
     */
    record Connection(
            BillingAccount account,
            String apiKey,
            List<String> secrets,
            URI base,
            OutgoingGuards guards,
            Duration patience,
            Instant now) {}

    /**
     * One request of a whole fetch, and its answer.
     *
     * @param query parameters that the request has; null: that it has not
     */
    record Step(String path, Map<String, @Nullable String> query, int status, String body) {}

    /** A body with a good signature, and what is to be read of it. */
    record HintCase(String body, Hint expected) {}

    Provider provider();

    /** @throws IllegalArgumentException when a setting is unsafe */
    BillingConnector connect(Connection connection);

    /** A key for a live account that has this word in it. */
    String apiKey(String word);

    /** A webhook secret that has this word in it. */
    String secret(String word);

    /** The name of the header that carries the key. */
    default String keyHeader() {
        return "Authorization";
    }

    /** Its value. */
    String keyValue(String apiKey);

    // deliveries

    /** As the provider signs it; with several secrets as during a rotation. */
    String sign(byte[] body, Instant at, List<String> secrets);

    /** Headers that are none, some of them made from a good one. */
    List<String> malformed(String good);

    /** How old or how far in the future a signature may be. */
    Duration tolerance();

    List<HintCase> hints();

    List<String> knownVersions();

    List<String> unknownVersions();

    // a whole fetch over the wire, in at least three requests of which two are pages of one list

    /** The subscriptions of whom {@link #conversation} tells, at least one of them canceled. */
    Set<String> subscriptions();

    List<Step> conversation(String customer);

    /** Which of the steps are pages after the first: their cursor may be gone. */
    Set<Integer> furtherPages();

    // the list of everybody over the wire, in two pages or more, of whom conversation tells and of another customer

    /** The first page of it, and then the others; a page may need a request more. */
    List<Step> listing(String customer, String another);

    /** Which of these are its pages, in their order. */
    List<Integer> listPages();

    /** What the provider answers to a page whose cursor it does not know any more. */
    Step cursorGone(Step page);

    /** The same page where every way to the next one leads to another host. */
    JsonNode leadingTo(String elsewhere, JsonNode page);

    Step missing(String customer);

    Step deleted(String customer);

    // a stateful stand-in

    Simulation simulate();

    interface Simulation extends AutoCloseable {
        URI base();

        String apiKey();

        /** Oldest first. */
        List<String> subscribe(String customer, int howMany);

        void cancel(String subscription);

        /** Out of all lists, and not to be found by its id. */
        void vanish(String subscription);

        /** The one that the first page ends with, of those in the order of their making. */
        String cursorOfFirstPage(List<String> made);

        long requests();

        /** Attempts to change something. */
        int writes();

        @Override
        void close();
    }
}
