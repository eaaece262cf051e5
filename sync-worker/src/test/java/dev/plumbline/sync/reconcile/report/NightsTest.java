package dev.plumbline.sync.reconcile.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.connectors.BillingAccount;
import dev.plumbline.connectors.Provider;
import dev.plumbline.entitlement.check.evidence.BreakType;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.finding.AtRisk;
import dev.plumbline.sync.reconcile.finding.Evidence;
import dev.plumbline.sync.reconcile.finding.Found;
import dev.plumbline.sync.support.TestPostgres;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import tools.jackson.databind.json.JsonMapper;

/** Nights of random findings on a real PostgreSQL: what the breaks go through, and whether the roll-forward ties every time. */
class NightsTest {
    private static final List<String> CURRENCIES = List.of("EUR", "JPY", "KWD");

    private static JdbcClient jdbc;
    private static BreaksOfRun breaks;
    private static TellingOf telling;
    private static FindingsKept kept;
    private static Reports reports;

    @BeforeAll
    static void open() {
        String url = TestPostgres.freshDatabase();
        jdbc = JdbcClient.create(new SingleConnectionDataSource(url, "postgres", "", true));
        breaks = new BreaksOfRun(jdbc);
        telling = new TellingOf(jdbc);
        JsonMapper json = JsonMapper.builder().build();
        kept = new FindingsKept(jdbc, json);
        reports = new Reports(jdbc);
    }

    @Test
    @DisplayName(
            "F-72: opening + new + reopened + revalued - fixed - accepted - auto-cleared - moved = closing, each night; made twice it is the same")
    void tiesEveryNight() {
        long seed = 4_711;
        var random = new SplittableRandom(seed);
        Map<String, Sum> closedBefore = null;
        for (int night = 0; night < 40; night++) {
            ReconciliationRun run = run("nights");
            kept.keep(run.id(), "findings", findings(random));
            unsettle(run, random);
            if (night > 0) {
                meanwhile(random);
            }
            RollForward told = tell(run);
            assertThat(told.flaws(closedBefore))
                    .as("seed %s, night %s", seed, night)
                    .isEmpty();
            assertThat(lines(run))
                    .as("one line a break")
                    .isEqualTo(told.all(RollForward.Line.CLOSING).values().stream()
                            .mapToLong(Sum::count)
                            .sum());
            assertThat(openInTable("nights")).isEqualTo(lines(run));
            RollForward again = tell(run);
            assertThat(again.lines())
                    .as("seed %s, night %s, made twice", seed, night)
                    .isEqualTo(told.lines());
            closedBefore = told.all(RollForward.Line.CLOSING);
        }
        assertThat(jdbc.sql("select distinct left_as from break_told where left_as is not null order by 1")
                        .query(String.class)
                        .list())
                .as("all of it happened")
                .containsExactly("accepted", "auto-cleared", "fixed");
        assertThat(jdbc.sql("select distinct entered from break_told order by 1")
                        .query(String.class)
                        .list())
                .containsExactly("new", "opening", "reopened");
    }

    @Test
    @DisplayName("A break keeps its number and its age over runs; a line that is left out would not tie")
    void keepsItsNumber() {
        Found one = found("PAID_BUT_BLOCKED:stripe/over/cus_1/sub_1", "cus_1", new AtRisk.Known(500, "EUR"), false);
        ReconciliationRun first = run("over");
        kept.keep(first.id(), "findings", List.of(one));
        tell(first);
        Told before = only(first);
        jdbc.sql("update break set opened_at = opened_at - interval '40 days' where id = :id")
                .param("id", before.id())
                .update();
        ReconciliationRun second = run("over");
        kept.keep(second.id(), "findings", List.of(one));
        tell(second);
        Told now = only(second);
        assertThat(now.id()).isEqualTo(before.id());
        assertThat(now.entered()).isEqualTo(Told.Entered.OPENING);
        assertThat(Ageing.bucket(now.ageDays())).isEqualTo("31-60");
        assertThat(only(first).ageDays()).as("what was told then stays").isZero();

        var forgetful = new RollForward();
        assertThat(forgetful.flaws(Map.of("EUR", new Sum("EUR", 1, 500L)))).isNotEmpty();
    }

    @Test
    @DisplayName(
            "F-67: what a run repairs is new and fixed in its own report; what comes back is reopened, and is told of again")
    void tellsOfWhatItRepaired() {
        Found repaired =
                found("UNPAID_BUT_ACTIVE:stripe/back/cus_2/sub_2", "cus_2", new AtRisk.Known(700, "EUR"), true);
        ReconciliationRun first = run("back");
        kept.keep(first.id(), "findings", List.of(repaired));
        RollForward told = tell(first);
        assertThat(told.of("EUR", RollForward.Line.NEW)).isEqualTo(new Sum("EUR", 1, 700L));
        assertThat(told.of("EUR", RollForward.Line.FIXED)).isEqualTo(new Sum("EUR", 1, 700L));
        assertThat(only(first).reasonCode()).isEqualTo("REPAIRED_BY_RUN");

        ReconciliationRun second = run("back");
        assertThat(tell(second).lines()).as("over and told of").isEmpty();

        ReconciliationRun third = run("back");
        kept.keep(third.id(), "findings", List.of(repaired));
        RollForward back = tell(third);
        assertThat(back.of("EUR", RollForward.Line.REOPENED)).isEqualTo(new Sum("EUR", 1, 700L));
        assertThat(back.of("EUR", RollForward.Line.FIXED)).isEqualTo(new Sum("EUR", 1, 700L));
        assertThat(jdbc.sql("select reopened from break where fingerprint like 'UNPAID%cus_2%'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("F-73 F-74: of whom nobody knows yet, or who is held, nothing is closed; a person's reason is kept")
    void closesOnlyWhatItLookedAt() {
        ReconciliationRun first = run("look");
        kept.keep(
                first.id(),
                "findings",
                List.of(
                        found("PLAN_MISMATCH:stripe/look/cus_a/sub", "cus_a", new AtRisk.Unknown(), false),
                        found("PLAN_MISMATCH:stripe/look/cus_b/sub", "cus_b", new AtRisk.Unknown(), false),
                        found("PLAN_MISMATCH:stripe/look/cus_c/sub", "cus_c", new AtRisk.Unknown(), false)));
        tell(first);
        jdbc.sql("update break set reason_code = 'BILLING_CORRECTED' where fingerprint like '%/look/cus_c/%'")
                .update();
        ReconciliationRun second = run("look");
        difference(second, "cus_a", "HELD");
        tell(second);
        assertThat(left(second))
                .containsExactly(
                        Map.entry("cus_a", "open"), Map.entry("cus_b", "auto-cleared"), Map.entry("cus_c", "fixed"));
    }

    /** Without asking when it opened, it was reopened and fixed in the second night, though it was never open again. */
    @Test
    @DisplayName("F-72: what was accepted and then mended left once: it is not told of as reopened")
    void leavesOnce() {
        Found one = found("PAID_BUT_BLOCKED:stripe/once/cus_w/sub", "cus_w", new AtRisk.Known(900, "JPY"), false);
        ReconciliationRun first = run("once");
        kept.keep(first.id(), "findings", List.of(one));
        tell(first);
        jdbc.sql("""
                        update break set waived_until = now() + interval '9 days', waived_by = 'x', waived_reason = 'x'
                        where fingerprint like '%/once/%'
                        """).update();
        ReconciliationRun second = run("once");
        kept.keep(second.id(), "findings", List.of(one));
        assertThat(tell(second).of("JPY", RollForward.Line.ACCEPTED)).isEqualTo(new Sum("JPY", 1, 900L));
        ReconciliationRun third = run("once");
        assertThat(tell(third).lines()).as("not found again: cleared").isEmpty();
        assertThat(jdbc.sql("select count(*) from break where fingerprint like '%/once/%' and resolved_at is null")
                        .query(Long.class)
                        .single())
                .isZero();
        ReconciliationRun fourth = run("once");
        jdbc.sql("update break set waived_until = null, waived_by = null, waived_reason = null")
                .update();
        kept.keep(fourth.id(), "findings", List.of(one));
        assertThat(tell(fourth).of("JPY", RollForward.Line.REOPENED))
                .as("what comes back is told of")
                .isEqualTo(new Sum("JPY", 1, 900L));
    }

    /** Asked of the database it was 11:00, and the page said UTC: java -jar on a machine of that zone. */
    @Test
    @DisplayName("F-72: as of when each side was read is said in UTC, whatever the zone of the machine")
    void saysTimesInUtc() {
        ReconciliationRun run = run("zone");
        jdbc.sql("update reconciliation set started_at = '2026-03-29T02:00:00Z' where id = :run")
                .param("run", run.id())
                .update();
        jdbc.sql("set time zone 'Asia/Tokyo'").update();
        try {
            var settings = new ReportSettings(Map.of(), 500, BigDecimal.ONE, Duration.ofDays(30));
            var summary = new Summary(jdbc, settings, "10", "5")
                    .of(
                            run,
                            null,
                            new ControlTotals(List.of(), 0, 0, List.of()),
                            settings.materiality(List.of()),
                            Set.of());
            assertThat(summary.stream()
                            .filter(line -> "asOf.provider".equals(line.getFirst()))
                            .map(line -> String.valueOf(line.get(1))))
                    .containsExactly("2026-03-29T02:00:00Z");
        } finally {
            jdbc.sql("set time zone 'UTC'").update();
        }
    }

    private static Map<String, String> left(ReconciliationRun run) {
        var left = new TreeMap<String, String>();
        telling.each(
                run.id(),
                told -> left.put(
                        String.valueOf(told.providerCustomer()),
                        told.left() == null ? "open" : told.left().key()));
        return left;
    }

    private static Told only(ReconciliationRun run) {
        var all = new ArrayList<Told>();
        telling.each(run.id(), all::add);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static List<Found> findings(SplittableRandom random) {
        var findings = new ArrayList<Found>();
        for (int i = 0; i < 30; i++) {
            if (random.nextInt(3) == 0) {
                AtRisk money =
                        switch (random.nextInt(5)) {
                            case 0 -> new AtRisk.Unknown();
                            case 1 -> new AtRisk.NotMoney();
                            default -> new AtRisk.Known(random.nextLong(1_000_000), CURRENCIES.get(random.nextInt(3)));
                        };
                findings.add(found(
                        "PAID_BUT_BLOCKED:stripe/nights/cus_" + i + "/sub", "cus_" + i, money, random.nextInt(3) == 0));
            }
        }
        return findings;
    }

    private static Found found(String fingerprint, String subject, AtRisk money, boolean repaired) {
        return new Found(
                BreakType.valueOf(fingerprint.substring(0, fingerprint.indexOf(':'))),
                BreakType.Side.CUSTOMER_HARM,
                fingerprint,
                null,
                subject,
                "x",
                money,
                repaired,
                Found.Cause.MISSED,
                new Evidence(null, null, List.of(), null, Instant.EPOCH, null, null));
    }

    private static void unsettle(ReconciliationRun run, SplittableRandom random) {
        for (int i = 0; i < 30; i++) {
            if (random.nextInt(6) == 0) {
                difference(run, "cus_" + i, random.nextBoolean() ? "IN_FLIGHT" : "DOUBTED");
            }
        }
    }

    private static void difference(ReconciliationRun run, String subject, String outcome) {
        jdbc.sql("""
                        insert into reconciliation_difference (run, provider_customer, why, subscriptions, losing, fence, outcome)
                        values (:run, :subject, 'DIFFERS', '{}', false, 1, :outcome)
                        """)
                .param("run", run.id())
                .param("subject", subject)
                .param("outcome", outcome)
                .update();
    }

    /** Between two nights people waive, say why, and the writer path opens and closes. */
    private static void meanwhile(SplittableRandom random) {
        jdbc.sql("""
                        update break set waived_until = now() + (:days * interval '1 day'), waived_by = 'x', waived_reason = 'x'
                        where provider = 'stripe' and account = 'nights' and id % 7 = :part and resolved_at is null
                        """)
                .param("days", random.nextBoolean() ? 1 : -1)
                .param("part", random.nextInt(7))
                .update();
        jdbc.sql("""
                        insert into break (type, fingerprint, provider, account, provider_customer, detail)
                        values ('UNLINKED_SUBSCRIPTION', 'UNLINKED_SUBSCRIPTION:' || :n, 'stripe', 'nights', 'cus_' || :n, 'x')
                        on conflict (fingerprint) do update
                            set resolved_at = case when break.resolved_at is null then clock_timestamp() end
                        """).param("n", random.nextInt(100, 110)).update();
    }

    private static RollForward tell(ReconciliationRun run) {
        breaks.open(run);
        breaks.closeWhatFits(run);
        var before = telling.before(run.id(), "stripe", run.account().name());
        Long previous = before.map(TellingOf.Before::run).orElse(null);
        Instant cut = Instant.now();
        breaks.tell(
                run,
                previous,
                before.map(TellingOf.Before::cut).orElse(Instant.now().minusSeconds(3_600)),
                Instant.now());
        reports.begin(run, previous, cut);
        var roll = new RollForward();
        telling.each(run.id(), roll::add);
        return roll;
    }

    private static long lines(ReconciliationRun run) {
        return jdbc.sql("select count(*) from break_told where run = :run and left_as is null")
                .param("run", run.id())
                .query(Long.class)
                .single();
    }

    private static long openInTable(String account) {
        return jdbc.sql("""
                        select count(*) from break
                        where account = :account and resolved_at is null and coalesce(waived_until <= now(), true)
                        """).param("account", account).query(Long.class).single();
    }

    private static ReconciliationRun run(String account) {
        long id = jdbc.sql("""
                        insert into reconciliation (provider, account, mode, cause, business_date, status, requested_by,
                                                    requested_key, reason)
                        values ('stripe', :account, 'report', 'demand', '2026-11-22', 'COMPLETED', 'x', 'x', 'x')
                        returning id
                        """).param("account", account).query(Long.class).single();
        return new ReconciliationRun(
                id,
                new BillingAccount(Provider.STRIPE, account),
                ReconciliationRun.Mode.REPORT,
                LocalDate.of(2026, 11, 22),
                1,
                1,
                null,
                false);
    }
}
