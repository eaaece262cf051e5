package dev.plumbline.entitlement.resolve;

import org.junit.jupiter.api.Test;

/**
 * The laws of the model (03) on models and customers made up at random. That each of them can be broken, and is then seen to be, is
 * what {@link BrokenLayersTest} shows.
 */
class ResolverLawsTest {
    private static final int CASES = 1_000;

    private static void holds(Statement statement) {
        Seeds.cases(statement.law(), CASES, seed -> statement.hold(Answers.OURS, seed));
    }

    @Test
    @Law("L-1 same facts, same timeline, in any order of facts")
    void resolvesTheSameInAnyOrder() {
        holds(LawsOfTime.ANY_ORDER);
    }

    @Test
    @Law("L-3 one more subscription, add-on, promotion or grant override never takes access away")
    void givesNeverLessForOneMore() {
        holds(LawsOfMore.ONE_MORE);
    }

    @Test
    @Law("L-3 a longer grace never takes access away")
    void givesNeverLessForALongerGrace() {
        holds(LawsOfMore.LONGER_GRACE);
    }

    @Test
    @Law("L-3 a higher limit never takes access away")
    void givesNeverLessForAHigherLimit() {
        holds(LawsOfMore.HIGHER_LIMIT);
    }

    @Test
    @Law("L-3 a deny always denies")
    void deniesWheneverADenyIsInForce() {
        holds(LawsOfMore.DENY);
    }

    @Test
    @Law("L-4 inside a segment the answer is constant; segments have no gaps and no overlaps")
    void isConstantInsideASegment() {
        holds(LawsOfTime.CONSTANT);
    }

    @Test
    @Law("L-5 every decision names a source that exists")
    void namesASourceThatExists() {
        holds(LawsOfReasons.SOURCE);
    }

    @Test
    @Law("L-5 every denial has its true reason")
    void deniesForTheTrueReason() {
        holds(LawsOfReasons.REASON);
    }

    @Test
    @Law("L-5 the explanation re-evaluated gives the decision")
    void explainsWhatItDecides() {
        holds(LawsOfReasons.EXPLAINED);
    }

    @Test
    @Law("L-5 the explanation re-evaluated gives the decision")
    void decidesWhatTheRulesReadOnceMoreDecide() {
        holds(LawsOfReasons.RE_EVALUATED);
    }

    @Test
    @Law("L-7 downgrade below usage: never deletes, denies new use, says how much is over")
    void deniesNewUseBelowWhatIsUsed() {
        holds(LawsOfUsage.DOWNGRADE);
    }
}
