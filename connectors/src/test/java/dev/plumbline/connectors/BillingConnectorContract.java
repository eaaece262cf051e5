package dev.plumbline.connectors;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static dev.plumbline.connectors.BillingUnavailable.Cause.KEY_REFUSED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.NOT_OFFERED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.SUSPENDED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREACHABLE;
import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREADABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.plumbline.connectors.ContractFixtures.Connection;
import dev.plumbline.connectors.ContractFixtures.HintCase;
import dev.plumbline.connectors.ContractFixtures.Simulation;
import dev.plumbline.connectors.ContractFixtures.Step;
import dev.plumbline.connectors.Verification.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every connector keeps to, whatever the billing system: extend it, give the fixtures, and change nothing here. Each
 * request of a whole fetch is broken in every way in turn; whatever happens, nothing wrong is concluded about a customer.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BillingConnectorContract {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String CUSTOMER = "cus_contract";
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration HASTY = Duration.ofMillis(700);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ContractFixtures provider;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());
    private WireMockServer elsewhere = new WireMockServer(wireMockConfig().dynamicPort());

    protected BillingConnectorContract(ContractFixtures provider) {
        this.provider = provider;
    }

    @BeforeEach
    void open() {
        server = new WireMockServer(wireMockConfig().dynamicPort());
        elsewhere = new WireMockServer(wireMockConfig().dynamicPort());
        server.start();
        elsewhere.start();
        elsewhere.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody("{}")));
        log.list.clear();
        log.start();
        for (String ours : List.of("dev.plumbline", "com.stripe", "jdk.httpclient")) {
            var logger = (Logger) LoggerFactory.getLogger(ours);
            logger.setLevel(Level.TRACE);
            logger.addAppender(log);
        }
    }

    /** Holds after every test: S-20, S-6 and S-12 are not one case among others. */
    @AfterEach
    void wroteNothingWentNowhereAndToldNoSecret() {
        List<LoggedRequest> requests = requests();
        int strayed = elsewhere.getAllServeEvents().size();
        server.stop();
        elsewhere.stop();
        for (String ours : List.of("dev.plumbline", "com.stripe", "jdk.httpclient")) {
            ((Logger) LoggerFactory.getLogger(ours)).detachAppender(log);
        }
        assertThat(requests)
                .as("S-20")
                .allMatch(request -> request.getMethod().getName().equals("GET"));
        assertThat(strayed).as("S-6: requests to another host").isZero();
        assertThat(log.list).as("S-12").noneMatch(event -> tellsASecret(event.getFormattedMessage()));
    }

    // deliveries

    @Test
    @DisplayName("S-1 a delivery with a good signature is let in, at both ends of the tolerance")
    void letsInWhatIsSigned() {
        byte[] body = "{\"a\":\"ø 🚢\"}\r\n ".getBytes(StandardCharsets.UTF_8);
        for (Instant signed : List.of(NOW, NOW.minus(provider.tolerance()), NOW.plus(provider.tolerance()))) {
            assertThat(verify(body, sign(body, signed, "one"), "one")).isInstanceOf(Verification.Accepted.class);
        }
    }

    @Test
    @DisplayName("S-1 a body that differs in one bit is not")
    void refusesATamperedBody() {
        byte[] body = "{\"id\":\"evt_1\",\"amount\":100}".getBytes(StandardCharsets.UTF_8);
        String signature = sign(body, NOW, "one");
        for (int i = 0; i < body.length; i++) {
            byte[] tampered = body.clone();
            tampered[i] ^= 1;
            assertThat(reason(tampered, signature, "one")).isEqualTo(Reason.SIGNATURE_WRONG);
        }
    }

    @Test
    @DisplayName("S-1 no signature, or something that is none")
    void refusesWhatIsNoSignature() {
        byte[] body = {'{', '}'};
        assertThat(reason(body, "", "one")).isEqualTo(Reason.SIGNATURE_MISSING);
        for (String header : provider.malformed(sign(body, NOW, "one"))) {
            assertThat(reason(body, header, "one")).as(header).isIn(Reason.SIGNATURE_MALFORMED, Reason.SIGNATURE_WRONG);
        }
    }

    @Test
    @DisplayName("S-2 a good signature that is too old or of the future")
    void refusesWhatIsNotOfNow() {
        byte[] body = {'{', '}'};
        Duration beyond = provider.tolerance().plusSeconds(1);
        assertThat(reason(body, sign(body, NOW.minus(beyond), "one"), "one")).isEqualTo(Reason.TOO_OLD);
        assertThat(reason(body, sign(body, NOW.plus(beyond), "one"), "one")).isEqualTo(Reason.TOO_NEW);
    }

    @Test
    @DisplayName("S-3 during a rotation the old secret, the new one and both are good; afterwards the old one is not")
    void knowsAllLiveSecrets() {
        byte[] body = {'{', '}'};
        for (String[] signers : new String[][] {{"old"}, {"new"}, {"old", "new"}, {"new", "old"}, {"other", "new"}}) {
            assertThat(verify(body, sign(body, NOW, signers), "old", "new"))
                    .as(String.join("+", signers))
                    .isInstanceOf(Verification.Accepted.class);
        }
        assertThat(reason(body, sign(body, NOW, "old"), "new")).isEqualTo(Reason.SIGNATURE_WRONG);
        assertThat(reason(body, sign(body, NOW, "other"), "old", "new")).isEqualTo(Reason.SIGNATURE_WRONG);
    }

    @Test
    @DisplayName("S-1 without a secret nothing is good")
    void letsNothingInWithoutASecret() {
        byte[] body = {'{', '}'};
        assertThat(reason(body, sign(body, NOW, "one"))).isEqualTo(Reason.SIGNATURE_WRONG);
    }

    @Test
    @DisplayName("F-33 hints: what is read of a body, and that nothing throws")
    void readsHints() {
        for (HintCase hint : provider.hints()) {
            assertThat(hint(hint.body().getBytes(StandardCharsets.UTF_8)))
                    .as(hint.body())
                    .isEqualTo(hint.expected());
        }
        for (String odd :
                List.of("", "null", "[]", "42", "\"x\"", "{", "{\"id\":", "<html>", "\u0000", "{}".repeat(9))) {
            assertThat(hint(odd.getBytes(StandardCharsets.UTF_8))).as(odd).isInstanceOf(Hint.Unreadable.class);
        }
        assertThat(hint(new byte[] {(byte) 0xff, (byte) 0xfe, 0})).isInstanceOf(Hint.Unreadable.class);
        assertThat(hint("[".repeat(100_000).getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(Hint.Unreadable.class);
    }

    @Test
    @DisplayName("F-36 a version that it was not made for is told from one that it was")
    void knowsItsVersions() {
        BillingConnector connector = connector();
        assertThat(provider.knownVersions()).allMatch(connector::knowsVersion);
        assertThat(provider.unknownVersions()).noneMatch(connector::knowsVersion);
        assertThat(connector.knowsVersion(connector.newestKnownVersion())).isTrue();
    }

    // a whole fetch

    @Test
    @DisplayName("F-38, F-66 every page of every list, the canceled ones too")
    void fetchesTheWhole() {
        conversation();
        assertThat(subscriptions(connector().fetch(customer()))).isEqualTo(provider.subscriptions());
        assertThat(requests()).hasSameSizeAs(steps());
    }

    @Test
    @DisplayName("F-63 every request asks the budget, also the last page of a list; S-20 all of them only read")
    void asksTheBudgetForEveryRequest() {
        conversation();
        var turns = new AtomicInteger();
        connector(before(_ -> turns.incrementAndGet())).fetch(customer());
        assertThat(turns).hasValue(steps().size());
        assertThat(requests()).hasSize(turns.get());
    }

    @Test
    @DisplayName("F-40 each account's requests carry that account's key; a customer of another account is refused")
    void usesTheKeyOfTheAccount() {
        conversation();
        for (String name : List.of("default", "second")) {
            server.resetRequests();
            var account = new BillingAccount(provider.provider(), name);
            BillingConnector connector = provider.connect(connection(account, OutgoingGuards.none(), PATIENT));
            connector.fetch(new ProviderCustomer(account, CUSTOMER));
            assertThat(requests())
                    .hasSameSizeAs(steps())
                    .allMatch(request ->
                            provider.keyValue(provider.apiKey(name)).equals(request.getHeader(provider.keyHeader())));
            server.resetRequests();
            var stranger = new ProviderCustomer(new BillingAccount(provider.provider(), "third"), CUSTOMER);
            assertThatIllegalArgumentException().isThrownBy(() -> connector.fetch(stranger));
            assertThat(requests()).isEmpty();
        }
    }

    @Test
    @DisplayName("F-8 gone by the provider's word, or only not found: two different things")
    void tellsGoneFromNotFound() {
        stub(provider.deleted(CUSTOMER));
        assertThat(connector().fetch(customer())).isEqualTo(new Fetched.Gone(customer(), Fetched.Evidence.DELETED));
        server.resetMappings();
        stub(provider.missing(CUSTOMER));
        assertThat(connector().fetch(customer())).isEqualTo(new Fetched.Gone(customer(), Fetched.Evidence.NOT_FOUND));
        assertThat(requests()).as("no retry loop").hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    @DisplayName("F-8 a 404 that is not the provider's own word is no evidence")
    void doesNotBelieveAnyNotFound(int step) {
        breaking(
                step,
                aResponse()
                        .withStatus(404)
                        .withHeader("Content-Type", "text/html")
                        .withBody("<h1>Not found</h1>"));
        assertThat(refusal(connector()).reason()).isIn(UNREADABLE, NOT_OFFERED);
        isWholeAgain();
    }

    // what goes wrong, at every request of a fetch

    Stream<Integer> everyStep() {
        return IntStream.range(0, steps().size()).boxed();
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    @DisplayName(
            "F-64 the connection breaks, the chunks are garbled, nothing comes: no answer, and the next fetch is whole")
    void survivesABrokenConnection(int step) {
        for (Fault fault : Fault.values()) {
            breaking(step, aResponse().withFault(fault));
            assertThat(refusal(connector()).reason()).as(fault.name()).isIn(UNREACHABLE, UNREADABLE);
            isWholeAgain();
        }
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    @DisplayName("F-64 status 200 and not what was asked for: empty, cut off, HTML, any other JSON")
    void concludesNothingFromAnOddBody(int step) {
        String whole = steps().get(step).body();
        for (String odd : List.of(
                "",
                whole.substring(0, whole.length() / 2),
                "<!doctype html><title>Please sign in</title>",
                "{}",
                "[]",
                "null",
                "42",
                "\"text\"",
                "{\"object\":null,\"data\":null,\"has_more\":null}")) {
            breaking(
                    step,
                    aResponse()
                            .withStatus(200)
                            .withHeader("Content-Type", "application/json")
                            .withBody(odd));
            assertThat(refusal(connector()).reason()).as(odd).isEqualTo(UNREADABLE);
            isWholeAgain();
        }
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    @DisplayName("F-21 an answer that does not come, or drips, is given up on and not asked for again at once")
    void givesUpOnASlowAnswer(int step) {
        Step whole = steps().get(step);
        breaking(step, answer(whole).withFixedDelay(60_000));
        assertThat(refusal(hasty()).reason()).isEqualTo(UNREACHABLE);
        assertThat(requests()).hasSizeLessThanOrEqualTo(step + 1);
        breaking(step, answer(whole).withChunkedDribbleDelay(50, 60_000));
        assertThat(refusal(hasty()).reason()).isEqualTo(UNREACHABLE);
        isWholeAgain();
    }

    @ParameterizedTest
    @CsvSource({
        "429, , RATE_LIMITED, 0, 0",
        "429, 7, RATE_LIMITED, 7, 7",
        "429, DATE+90, RATE_LIMITED, 90, 90",
        "429, DATE-90, RATE_LIMITED, 0, 0",
        "429, 999999999, RATE_LIMITED, 60, 3600",
        "429, 99999999999999999999, RATE_LIMITED, 0, 0",
        "429, -5, RATE_LIMITED, 0, 0",
        "429, soon, RATE_LIMITED, 0, 0",
        "500, , UNREACHABLE, 0, 0",
        "502, , UNREACHABLE, 0, 0",
        "503, 30, UNREACHABLE, 30, 30",
        "504, , UNREACHABLE, 0, 0",
        "401, , KEY_REFUSED, 0, 0",
        "403, , KEY_REFUSED, 0, 0",
        "402, , UNREADABLE, 0, 0",
        "418, , UNREADABLE, 0, 0"
    })
    @DisplayName(
            "F-10, F-63 a refusal is passed on at once with the wait that was asked for, bounded; asking again is the due time's")
    void passesOnARefusal(int status, @Nullable String header, BillingUnavailable.Cause cause, long least, long most) {
        for (int step = 0; step < steps().size(); step++) {
            ResponseDefinitionBuilder answer =
                    aResponse().withStatus(status).withBody("{\"key\":\"" + provider.apiKey("default") + "\"}");
            if (header != null) {
                answer.withHeader(
                        "Retry-After", header.startsWith("DATE") ? date(Long.parseLong(header.substring(4))) : header);
            }
            breaking(step, answer);
            BillingUnavailable refusal = refusal(guarded());
            assertThat(refusal.reason()).isEqualTo(cause);
            Duration wait = refusal.retryAfter() == null ? Duration.ZERO : refusal.retryAfter();
            assertThat(wait).isBetween(Duration.ofSeconds(least), Duration.ofSeconds(most));
            assertThat(requests()).as("asked once").hasSize(step + 1);
        }
        isWholeAgain();
    }

    @Test
    @DisplayName("A provider that fails is given a rest: it hears nothing more for a while")
    void givesAFailingProviderARest() {
        breaking(0, aResponse().withStatus(500));
        BillingConnector connector = guarded();
        refusal(connector);
        refusal(connector);
        assertThat(refusal(connector).reason()).isEqualTo(SUSPENDED);
        assertThat(requests()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    @DisplayName("S-6 a redirect is never followed, key in hand")
    void followsNoRedirect(int step) { // with Redirect.ALWAYS in the transport this fails
        for (int status : new int[] {300, 301, 302, 303, 307, 308}) {
            breaking(step, aResponse().withStatus(status).withHeader("Location", elsewhere.baseUrl() + "/v1"));
            assertThat(refusal(connector()).reason()).isEqualTo(UNREADABLE);
        }
        isWholeAgain();
    }

    @Test
    @DisplayName("S-6 a page that names another host as the way to the next one leads nowhere else")
    void followsNoPageToAnotherHost() {
        for (Step step : steps()) {
            JsonNode led = provider.leadingTo(elsewhere.baseUrl() + "/next", JSON.readTree(step.body()));
            stub(new Step(step.path(), step.query(), step.status(), led.toString()));
        }
        try {
            assertThat(subscriptions(connector().fetch(customer()))).isEqualTo(provider.subscriptions());
        } catch (BillingUnavailable refused) {
            assertThat(refused.reason()).isEqualTo(UNREADABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254",
                "https://169.254.169.254",
                "http://10.0.0.7",
                "https://192.168.1.1",
                "http://[fe80::1]",
                "http://api.example.com",
                "https://user:pass@api.example.com",
                "https://api.example.com/path",
                "https://api.example.com?to=169.254.169.254",
                "https://2852039166",
                "https://localhost.",
                "ftp://api.example.com",
                "file:///etc/passwd"
            })
    @DisplayName(
            "S-6 an API base is https and a host name, or this machine: addresses of networks and of clouds are refused at start")
    void refusesAnUnsafeBase(String base) {
        var connection = new Connection(
                account(),
                provider.apiKey("default"),
                List.of(),
                URI.create(base),
                OutgoingGuards.none(),
                PATIENT,
                NOW);
        assertThatIllegalArgumentException().isThrownBy(() -> provider.connect(connection));
    }

    @Test
    @DisplayName("F-34 drift: members that we do not know change nothing")
    void ignoresWhatItDoesNotKnow() {
        conversation();
        Fetched before = connector().fetch(customer());
        server.resetMappings();
        for (Step step : steps()) {
            stub(new Step(
                    step.path(),
                    step.query(),
                    step.status(),
                    grown(JSON.readTree(step.body())).toString()));
        }
        assertThat(connector().fetch(customer())).isEqualTo(before);
    }

    @Test
    @DisplayName("F-65 the object that a page ended with is gone: no half list, and the next fetch is whole")
    void loosesItsPlaceWithoutBelievingAHalf() {
        assertThat(provider.furtherPages()).isNotEmpty();
        for (int page : provider.furtherPages()) {
            Step gone = provider.cursorGone(steps().get(page));
            breaking(page, answer(gone));
            assertThat(refusal(connector()).reason()).isEqualTo(UNREADABLE);
            isWholeAgain();
        }
    }

    // the list of everybody

    private static final String ANOTHER = "cus_another";
    private static final SubscriptionListing.Made ANY_TIME = new SubscriptionListing.Made(null, null);

    @Test
    @DisplayName("F-66 the list of everybody: every page, the canceled ones too, in the very words of a fetch")
    void listsEverybodyAsAFetchDoes() {
        conversation();
        Snapshot fetched = ((Fetched.Present) connector().fetch(customer())).snapshot();
        provider.listing(CUSTOMER, ANOTHER).forEach(this::stub);
        List<SubscriptionListing.Listed> listed = listed(listing());
        assertThat(listed).allMatch(SubscriptionListing.Listed.Whole.class::isInstance);
        assertThat(listed)
                .filteredOn(one -> one.customer().equals(customer()))
                .map(one -> ((SubscriptionListing.Listed.Whole) one).subscription())
                .containsExactlyInAnyOrderElementsOf(fetched.subscriptions());
        assertThat(listed).anyMatch(one -> one.customer().id().equals(ANOTHER));
    }

    @Test
    @DisplayName(
            "F-64 a page of the list of everybody breaks in every way: no page is claimed, and the same one is whole again")
    void claimsNoBrokenPageOfTheList() {
        List<Step> steps = provider.listing(CUSTOMER, ANOTHER);
        List<ResponseDefinitionBuilder> broken = List.of(
                aResponse().withStatus(500),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                aResponse().withFault(Fault.EMPTY_RESPONSE),
                aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
                aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE),
                aResponse().withStatus(200).withBody(""),
                aResponse().withStatus(200).withBody("<!doctype html><title>Sign in</title>"),
                aResponse().withStatus(200).withBody("{}"),
                aResponse().withStatus(200).withBody("{\"object\":\"list\",\"data\":[],\"has_more\":true}"));
        for (int page : provider.listPages()) {
            for (ResponseDefinitionBuilder answer : broken) {
                server.resetAll();
                steps.forEach(this::stub);
                server.stubFor(request(steps.get(page)).willReturn(answer));
                BillingUnavailable refusal = catchThrowableOfType(
                        BillingUnavailable.class,
                        () -> listed(connector().subscriptions().orElseThrow()));
                assertThat(refusal).as("page " + page + " was claimed").isNotNull();
            }
            server.resetAll();
            steps.forEach(this::stub);
            assertThat(listed(listing())).hasSize(4);
        }
    }

    @Test
    @DisplayName(
            "F-65 the list of everybody: the object that a page ended with is gone, which is said and not taken for the end")
    void saysThatItsPlaceInTheListIsGone() {
        List<Step> steps = provider.listing(CUSTOMER, ANOTHER);
        Step further = steps.get(provider.listPages().getLast());
        server.resetAll();
        steps.forEach(this::stub);
        stub(provider.cursorGone(further));
        String place = listing().page(ANY_TIME, null).orElseThrow().next();
        assertThat(place).isNotNull();
        assertThat(listing().page(ANY_TIME, place)).isEmpty();
    }

    @Test
    @DisplayName("F-63 a 429 for a page of the list of everybody says how long to wait")
    void passesOnHowLongToWaitForAPage() {
        server.resetAll();
        provider.listing(CUSTOMER, ANOTHER).forEach(this::stub);
        server.stubFor(request(provider.listing(CUSTOMER, ANOTHER).getFirst())
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "5")));
        BillingUnavailable refusal =
                catchThrowableOfType(BillingUnavailable.class, () -> listing().page(ANY_TIME, null));
        assertThat(refusal.reason()).isEqualTo(BillingUnavailable.Cause.RATE_LIMITED);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("F-65 the list of everybody while it changes: a second reading of it is what there is")
    void listsWhatThereIsAfterItChanged() {
        try (Simulation simulation = provider.simulate()) {
            List<String> made = new ArrayList<>(simulation.subscribe(CUSTOMER, 130));
            made.addAll(simulation.subscribe(ANOTHER, 5));
            var number = new AtomicInteger();
            var list = connector(simulation, before(_ -> {
                        if (number.incrementAndGet() == 2) {
                            made.addAll(simulation.subscribe(ANOTHER, 3));
                            simulation.cancel(made.getFirst());
                        }
                    }))
                    .subscriptions()
                    .orElseThrow();
            assertThat(listed(list)).map(SubscriptionListing.Listed::id).doesNotHaveDuplicates();
            assertThat(listed(list)).map(SubscriptionListing.Listed::id).containsExactlyInAnyOrderElementsOf(made);
            assertThat(simulation.writes()).as("S-20").isZero();
        }
    }

    private SubscriptionListing listing() {
        return connector().subscriptions().orElseThrow();
    }

    private static List<SubscriptionListing.Listed> listed(SubscriptionListing list) {
        List<SubscriptionListing.Listed> all = new ArrayList<>();
        String place = null;
        do {
            SubscriptionListing.Page page = list.page(ANY_TIME, place).orElseThrow();
            all.addAll(page.subscriptions());
            place = page.next();
        } while (place != null);
        return all;
    }

    // against a provider that has a state

    @Test
    @DisplayName("F-66 a canceled subscription is seen, with the end that it had")
    void seesACanceledOne() {
        try (Simulation simulation = provider.simulate()) {
            List<String> made = simulation.subscribe(CUSTOMER, 3);
            simulation.cancel(made.getFirst());
            Snapshot snapshot = snapshot(simulation, OutgoingGuards.none());
            assertThat(snapshot.subscriptions()).hasSize(3);
            assertThat(snapshot.subscriptions())
                    .filteredOn(subscription -> subscription.id().equals(made.getFirst()))
                    .allMatch(subscription -> subscription.status().isTerminal() && subscription.endsAt() != null)
                    .hasSize(1);
            assertThat(simulation.writes()).as("S-20").isZero();
        }
    }

    @Test
    @DisplayName("F-38 more than a page really has")
    void readsALongList() {
        try (Simulation simulation = provider.simulate()) {
            Set<String> made = new TreeSet<>(simulation.subscribe(CUSTOMER, 235));
            var turns = new AtomicInteger();
            assertThat(ids(snapshot(simulation, before(_ -> turns.incrementAndGet()))))
                    .isEqualTo(made);
            assertThat(simulation.requests()).isEqualTo(turns.get());
        }
    }

    @Test
    @DisplayName(
            "F-65 the list changes between two pages: inserted, canceled, gone, and the cursor object gone; the second pass differs by nothing")
    void isWholeAfterTheListChanged() {
        for (String change : List.of("insert", "cancel", "vanish", "vanish cursor")) {
            try (Simulation simulation = provider.simulate()) {
                List<String> made = new ArrayList<>(simulation.subscribe(CUSTOMER, 130));
                OutgoingGuards changing = before(request -> {
                    if (request == 3) { // the customer, a page, and then: the list changes
                        change(simulation, change, made);
                    }
                });
                Set<String> atFirst = new TreeSet<>(made);
                try {
                    Set<String> seen = ids(snapshot(simulation, changing));
                    atFirst.retainAll(made);
                    assertThat(seen)
                            .as(change + ": nobody who stayed is left out")
                            .containsAll(atFirst);
                } catch (BillingUnavailable noAnswer) {
                    assertThat(noAnswer.reason()).as(change).isEqualTo(UNREADABLE);
                }
                assertThat(ids(snapshot(simulation, OutgoingGuards.none())))
                        .as(change)
                        .isEqualTo(new TreeSet<>(made));
                assertThat(simulation.writes()).as("S-20").isZero();
            }
        }
    }

    @Test
    @DisplayName("S-12 a key that is refused, and settings that are shown, tell no secret")
    void tellsNoSecret() {
        breaking(
                0,
                aResponse()
                        .withStatus(401)
                        .withBody("{\"error\":{\"message\":\"Invalid key " + provider.apiKey("default") + "\"}}"));
        assertThat(refusal(connector()).reason()).isEqualTo(KEY_REFUSED);
        assertThat(tellsASecret(connector().toString())).isFalse();
    }

    private static void change(Simulation simulation, String change, List<String> made) {
        switch (change) {
            case "insert" -> made.addAll(simulation.subscribe(CUSTOMER, 1));
            case "cancel" -> simulation.cancel(made.getFirst());
            case "vanish" -> simulation.vanish(made.removeFirst());
            default -> {
                String cursor = simulation.cursorOfFirstPage(made);
                made.remove(cursor);
                simulation.vanish(cursor);
            }
        }
    }

    // the stage

    private BillingAccount account() {
        return new BillingAccount(provider.provider(), "default");
    }

    private ProviderCustomer customer() {
        return new ProviderCustomer(account(), CUSTOMER);
    }

    private List<Step> steps() {
        return provider.conversation(CUSTOMER);
    }

    private void conversation() {
        steps().forEach(this::stub);
    }

    /** The conversation, and at that step something else. */
    private void breaking(int step, ResponseDefinitionBuilder answer) {
        server.resetAll();
        conversation();
        server.stubFor(request(steps().get(step)).willReturn(answer));
    }

    private void isWholeAgain() {
        server.resetAll();
        conversation();
        assertThat(subscriptions(connector().fetch(customer()))).isEqualTo(provider.subscriptions());
    }

    private void stub(Step step) {
        server.stubFor(request(step).willReturn(answer(step)));
    }

    private static MappingBuilder request(Step step) {
        MappingBuilder request = get(urlPathEqualTo(step.path()));
        step.query().forEach((name, value) -> request.withQueryParam(name, value == null ? absent() : equalTo(value)));
        return request;
    }

    private static ResponseDefinitionBuilder answer(Step step) {
        return aResponse()
                .withStatus(step.status())
                .withHeader("Content-Type", "application/json")
                .withBody(step.body());
    }

    private List<LoggedRequest> requests() {
        return server.isRunning()
                ? server.getAllServeEvents().reversed().stream()
                        .map(event -> event.getRequest())
                        .toList()
                : List.of();
    }

    private Connection connection(BillingAccount account, OutgoingGuards guards, Duration patience) {
        return new Connection(
                account,
                provider.apiKey(account.name()),
                List.of(provider.secret("one")),
                URI.create(server.baseUrl()),
                guards,
                patience,
                NOW);
    }

    private BillingConnector connector() {
        return connector(OutgoingGuards.none());
    }

    private BillingConnector connector(OutgoingGuards guards) {
        return provider.connect(connection(account(), guards, PATIENT));
    }

    private BillingConnector hasty() {
        return provider.connect(connection(account(), realGuards(), HASTY));
    }

    private BillingConnector guarded() {
        return connector(realGuards());
    }

    private OutgoingGuards realGuards() {
        return ProviderGuards.of(
                account(),
                GuardSettings.perSecond(1_000, PATIENT)
                        .withRetryPause(Duration.ofMillis(1))
                        .withBreaker(4, PATIENT, Duration.ofMinutes(1)));
    }

    private interface Before {
        void request(int number);
    }

    private static OutgoingGuards before(Before hook) {
        var number = new AtomicInteger();
        return new OutgoingGuards() {
            @Override
            public <T> T call(Supplier<T> call) {
                hook.request(number.incrementAndGet());
                return call.get();
            }
        };
    }

    private BillingUnavailable refusal(BillingConnector connector) {
        BillingUnavailable refusal = catchThrowableOfType(BillingUnavailable.class, () -> connector.fetch(customer()));
        assertThat(refusal).as("a trustworthy answer was claimed").isNotNull();
        var text = new StringWriter();
        refusal.printStackTrace(new PrintWriter(text));
        assertThat(tellsASecret(text.toString())).as("S-12").isFalse();
        return refusal;
    }

    private boolean tellsASecret(String text) {
        return Stream.concat(
                        Stream.of("default", "second").map(provider::apiKey),
                        Stream.of("one", "old", "new", "other").map(provider::secret))
                .anyMatch(text::contains);
    }

    private Snapshot snapshot(Simulation simulation, OutgoingGuards guards) {
        return ((Fetched.Present) connector(simulation, guards).fetch(customer())).snapshot();
    }

    private BillingConnector connector(Simulation simulation, OutgoingGuards guards) {
        return provider.connect(
                new Connection(account(), simulation.apiKey(), List.of(), simulation.base(), guards, PATIENT, NOW));
    }

    private static Set<String> subscriptions(Fetched fetched) {
        return ids(((Fetched.Present) fetched).snapshot());
    }

    private static Set<String> ids(Snapshot snapshot) {
        return snapshot.subscriptions().stream().map(Subscription::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private String sign(byte[] body, Instant at, String... secrets) {
        return provider.sign(body, at, Stream.of(secrets).map(provider::secret).toList());
    }

    private Verification verify(byte[] body, String signature, String... secrets) {
        var connection = new Connection(
                account(),
                provider.apiKey("default"),
                Stream.of(secrets).map(provider::secret).toList(),
                URI.create(server.baseUrl()),
                OutgoingGuards.none(),
                PATIENT,
                NOW);
        return provider.connect(connection).verify(new Delivery(account(), signature, body, NOW));
    }

    private Reason reason(byte[] body, String signature, String... secrets) {
        Verification verification = verify(body, signature, secrets);
        assertThat(verification).isInstanceOf(Verification.Rejected.class);
        return ((Verification.Rejected) verification).reason();
    }

    private Hint hint(byte[] body) {
        return connector().read(new Delivery(account(), "", body, NOW));
    }

    private static String date(long seconds) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                NOW.plusSeconds(seconds).atOffset(ZoneOffset.UTC));
    }

    private static JsonNode grown(JsonNode node) {
        node.forEach(BillingConnectorContract::grown);
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            object.put("new_in_the_next_version", true);
            object.set("also_new", JSON.valueToTree(Map.of("id", "x_1", "object", "unheard_of", "data", List.of(1))));
        }
        return node;
    }
}
