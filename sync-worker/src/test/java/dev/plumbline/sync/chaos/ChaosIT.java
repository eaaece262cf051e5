package dev.plumbline.sync.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.io.CleanupMode.ON_SUCCESS;

import dev.plumbline.simulated.stripe.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Outside-in. {@code -Dplumbline.chaos.seconds=300} for the long one, {@code -Dplumbline.chaos.seed=…} for one again. That it can
 * fail was tried: with {@code -Dplumbline.chaos.weakened=true} (commits that come back before they are written, in the database's
 * settings) two crashes took 88 of 1,052 acknowledged deliveries away and the run ended red.
 */
class ChaosIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Plan plan = Plan.asked();

    @TempDir(cleanup = ON_SUCCESS)
    Path folder;

    @Test
    @DisplayName("F-11 F-18 F-19 F-20 whatever dies, stops or refuses to write: acked is kept, everybody has what the"
            + " provider says, the audit is whole, nothing is left to do")
    void keepsItsWord() throws Exception {
        System.out.println("chaos " + plan);
        try (var world = new World(plan, folder)) {
            world.start();
            var lives = new Lives(world.stripe(), plan.seed());
            var log = new AckLog();
            var answers = new Answers(World.KEY);
            var troubles = new Troubles(world.database(), world.nodes(), plan.seed());
            try (var post = new Post(world.nodes(), World.SECRET, log, plan.seed())) {
                world.badWeather();
                Map<String, AtomicInteger> asked;
                try (var load = new Load(plan, lives, post, answers, world.nodes())) {
                    troubles.rage(plan.length());
                    asked = load.answered();
                }
                System.out.println("struck: " + troubles.struck() + "; applications heard meanwhile " + asked);
                world.goodWeather();
                judge(world, lives, log, answers, post);
            }
        }
    }

    private void judge(World world, Lives lives, AckLog log, Answers answers, Post post) {
        var books = new Books(world.database().sql());
        var promises = new SoftAssertions();
        promises.assertThat(Pause.until(() -> world.nodes().stream().allMatch(Node::isReady), world.backWithin()))
                .as("both are ready again, see " + folder)
                .isTrue();
        promises.assertThat(post.drain(PATIENCE))
                .as("everything is acknowledged in the end; still waiting: " + post.waiting())
                .isTrue();
        Pause.until(() -> books.unrest().isEmpty(), PATIENCE);
        promises.assertThat(few(books.unrest())).as("work that is left").isEmpty();
        promises.assertThat(few(log.wrongAnswers())).as("answers to deliveries").isEmpty();
        promises.assertThat(few(log.differencesTo(books.inbox())))
                .as("acked = kept")
                .isEmpty();
        promises.assertThat(books.brokenRules()).as("history, audit, outbox").isEmpty();
        promises.assertThat(answers.auditProblem(world.nodes().getFirst()))
                .as("the audit's chain")
                .isEmpty();
        Reading provider = world.stripe().reading();
        promises.assertThat(untrue(lives, provider, world.nodes().getFirst(), answers, "?consistency=strict"))
                .as("what one node answers, from the database")
                .isEmpty();
        promises.assertThat(untrue(lives, provider, world.nodes().getLast(), answers, ""))
                .as("what the other one answers, from its cache")
                .isEmpty();
        for (Node node : world.nodes()) {
            promises.assertThat(node.recovery().worst())
                    .as(node + " was ready again, see " + node.log())
                    .isLessThan(world.backWithin());
            promises.assertThat(node.endedByItself())
                    .as(node + " ended by itself")
                    .isZero();
            System.out.println(
                    node + " took " + node.recovery().worst() + " at most to be ready again, ended by itself "
                            + node.endedByItself() + " times; passes since its last start " + answers.passes(node));
        }
        System.out.printf(
                "deliveries were answered %s; %d events acked, %d kept, %d customers, %d versions, %d audit rows%n",
                log.byStatus(),
                log.ackedEvents(),
                books.count("inbox"),
                lives.customers().size(),
                books.count("entitlement_history"),
                books.count("audit"));
        promises.assertAll();
        assertThat(log.ackedEvents())
                .as("there was load")
                .isGreaterThan(lives.customers().size());
    }

    /** Whose answer is not what the provider's state gives. */
    private static List<String> untrue(Lives lives, Reading provider, Node node, Answers answers, String query) {
        var wrong = new ArrayList<String>();
        for (String customer : lives.customers()) {
            Map<String, String> truth = Truth.of(customer, provider);
            Map<String, String> answer = answers.of(customer, node, query);
            if (!truth.equals(answer)) {
                wrong.add(customer + " has " + answer + " and ought to have " + truth + " by "
                        + provider.subscriptions().of(customer).toList());
            }
        }
        return few(wrong);
    }

    /** Enough to look at. */
    private static List<String> few(List<String> all) {
        int most = 20;
        if (all.size() <= most) {
            return all;
        }
        var few = new ArrayList<>(all.subList(0, most));
        few.add("and " + (all.size() - most) + " more");
        return few;
    }
}
