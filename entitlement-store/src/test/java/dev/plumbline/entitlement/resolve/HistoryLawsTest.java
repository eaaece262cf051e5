package dev.plumbline.entitlement.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.FactsAssembly.Assembled;
import dev.plumbline.entitlement.customer.ItemRef;
import dev.plumbline.entitlement.customer.Kept;
import dev.plumbline.entitlement.resolve.LawsOfHistory.Assembly;
import dev.plumbline.entitlement.resolve.LawsOfHistory.Look;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The laws over what happens to a customer in the course of time: subscriptions, renewals, other prices, terms and quantities,
 * lookup keys that move on, promotions, overrides, new revisions of the model. A failure is made shorter, step by step.
 */
class HistoryLawsTest {
    private static final int CASES = 700;

    private static void holds(String law, Look look) {
        Seeds.cases(law, CASES, seed -> {
            var random = new SplittableRandom(seed);
            var model = RandomModel.of(random, random.nextBoolean());
            var steps = Step.several(random);
            if (LawsOfHistory.broken(World::assembled, look, model, steps) != null) {
                var cause = Smaller.whileFailing(
                        steps, fewer -> LawsOfHistory.broken(World::assembled, look, model, fewer) != null);
                throw new AssertionError(LawsOfHistory.broken(World::assembled, look, model, cause) + "\n" + cause
                        + "\nmodel: " + model);
            }
        });
    }

    @Test
    @Law("L-6 a pin survives any sync")
    void keepsAPinWhateverIsTold() {
        holds("L-6 pins", LawsOfHistory::pinMoved);
    }

    @Test
    @Law("L-6 an unmapped price by itself never takes an entitlement away")
    void takesNothingAwayForAPriceThatNobodyMapped() {
        holds("L-6 unmapped", LawsOfHistory::lostByMappings);
    }

    @Test
    @Law("L-1 replaying events changes nothing")
    void changesNothingWhenItIsToldAgain() {
        holds("L-1 replay", LawsOfHistory::changedByReplay);
    }

    @Test
    void seesPinsThatAreForgotten() {
        assertThat(isSeen(LawsOfHistory::pinMoved, forgetting(true, false))).isTrue();
        assertThat(isSeen(LawsOfHistory::lostByMappings, forgetting(true, false)))
                .isTrue();
    }

    @Test
    void seesLookupKeysThatAreForgotten() {
        assertThat(isSeen(LawsOfHistory::pinMoved, forgetting(false, true))).isTrue();
    }

    @Test
    void seesWhatAnUnmappedPriceTakesAway() {
        assertThat(isSeen(LawsOfHistory::lostByMappings, HistoryLawsTest::unmapping))
                .isTrue();
        assertThat(isSeen(LawsOfHistory::pinMoved, HistoryLawsTest::unmapping)).isTrue();
    }

    @Test
    void seesAnEpisodeThatBeginsAnewEachTimeItIsTold() {
        assertThat(isSeen(
                        LawsOfHistory::changedByReplay,
                        world -> world.with(new Kept(
                                        world.kept().bindings(),
                                        Map.of(),
                                        world.kept().lookupKeys()))
                                .assembled()))
                .isTrue();
    }

    /** With a broken assembly some case has to fail, or the law proves nothing. */
    private static boolean isSeen(Look look, Assembly broken) {
        var seeds = new SplittableRandom(20_261_122);
        for (var i = 0; i < CASES; i++) {
            var random = new SplittableRandom(seeds.nextLong());
            var model = RandomModel.of(random, random.nextBoolean());
            if (LawsOfHistory.broken(broken, look, model, Step.several(random)) != null) {
                return true;
            }
        }
        return false;
    }

    private static Assembly forgetting(boolean pins, boolean keys) {
        return world -> world.with(new Kept(
                        pins ? Map.of() : world.kept().bindings(),
                        world.kept().standings(),
                        keys ? Map.of() : world.kept().lookupKeys()))
                .assembled();
    }

    /** What no mapping knows gives nothing, whatever it gave before. */
    private static Assembled unmapping(World world) {
        var bindings = new HashMap<ItemRef, Binding>();
        var is = world.with(new Kept(
                        Map.of(), world.kept().standings(), world.kept().lookupKeys()))
                .assembled();
        world.assembled().keep().bindings().forEach((ref, binding) -> {
            var anew = is.keep().bindings().get(ref);
            bindings.put(ref, anew instanceof Binding.Unmapped ? anew : binding);
        });
        return world.with(new Kept(
                        bindings, world.kept().standings(), world.kept().lookupKeys()))
                .assembled();
    }
}
