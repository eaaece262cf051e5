package dev.plumbline.entitlement.resolve;

/** Layer 4: what the billing policy takes away of this subscription. It never gives. */
final class PolicyLayer implements Layers.LineLayer {
    private static final String NAME = "4 billing policy";
    private static final String NOTHING = "Nothing is taken away";

    @Override
    public Offer apply(Offer before, PlanLine line, FeatureCase of, Moment at) {
        var contract = line.contract();
        if (contract.arrears().takesNothing()) {
            at.say(NAME, null, before, before, contract, NOTHING);
            return before;
        }
        var refusal = contract.arrears().refusal(of.key(), at.at());
        if (before.value() == null || refusal == null) {
            var isGrace = before.value() != null && contract.arrears().isGraceAt(at.at());
            var after = isGrace ? before.inGrace() : before;
            at.say(
                    NAME,
                    null,
                    before,
                    after,
                    contract,
                    isGrace ? "Payment is late, and the grace has not run out" : NOTHING);
            return after;
        }
        var after = before.refused(refusal, before.source());
        at.say(NAME, before.source(), before, after, contract, "The billing policy takes it away");
        return after;
    }
}
