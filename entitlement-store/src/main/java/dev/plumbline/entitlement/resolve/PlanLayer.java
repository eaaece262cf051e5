package dev.plumbline.entitlement.resolve;

/** Layer 1: what the plan version grants. */
final class PlanLayer implements LineLayer {
    @Override
    public Offer apply(Offer before, PlanLine line, Moment moment) {
        var grant = line.version().grants().get(moment.key());
        if (grant == null) {
            moment.say("1 plan version", line.source(), before, before, line.contract(), "It is not in this version");
            return before;
        }
        var after = before.made(grant, moment.of().value(grant, line), line.source());
        moment.say("1 plan version", line.source(), before, after, line.contract(), "It is in this version");
        return after;
    }
}
