package dev.plumbline.entitlement.resolve;

/** Layer 1: what the plan version grants. */
final class PlanLayer implements Layers.LineLayer {
    private static final String NAME = "1 plan version";

    @Override
    public Offer apply(Offer before, PlanLine line, FeatureCase of, Moment at) {
        var grant = line.version().grants().get(of.key());
        if (grant == null) {
            at.say(NAME, line.source(), before, before, line.contract(), "It is not in this version");
            return before;
        }
        var after = before.made(grant, of.value(grant, line), line.source());
        at.say(NAME, line.source(), before, after, line.contract(), "It is in this version");
        return after;
    }
}
