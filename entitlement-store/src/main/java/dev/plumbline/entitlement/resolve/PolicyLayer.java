package dev.plumbline.entitlement.resolve;

/** Layer 4: what the billing policy takes away of this subscription. It never gives. */
final class PolicyLayer implements LineLayer {
    @Override
    public Offer apply(Offer before, PlanLine line, Moment moment) {
        var contract = line.contract();
        var refusal = contract.refusal(moment.key(), moment.at());
        if (before.value() == null || refusal == null) {
            var isGrace = before.value() != null && contract.isGraceAt(moment.at());
            var after = isGrace ? before.inGrace() : before;
            moment.say(
                    "4 billing policy",
                    null,
                    before,
                    after,
                    contract,
                    isGrace ? "Payment is late, and the grace has not run out" : "Nothing is taken away");
            return after;
        }
        var after = before.refused(refusal, before.source());
        moment.say("4 billing policy", before.source(), before, after, contract, "The billing policy takes it away");
        return after;
    }
}
