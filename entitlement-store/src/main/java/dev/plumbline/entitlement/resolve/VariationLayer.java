package dev.plumbline.entitlement.resolve;

/** Layer 2: what the payment term and the market change, field by field. */
final class VariationLayer implements Layers.LineLayer {
    static final String NAME = "2 variation";

    @Override
    public Offer apply(Offer before, PlanLine line, FeatureCase of, Moment at) {
        var offer = before;
        var variations = line.version().variations();
        for (var i = 0; i < variations.size(); i++) {
            var grant = variations.get(i).grants().get(of.key());
            if (grant != null
                    && variations.get(i).appliesTo(line.term(), at.of().country())) {
                var source = line.sold().variation(i);
                var merged = grant.over(offer.grant());
                var after = offer.made(merged, of.value(merged, line), source);
                at.say(NAME, source, offer, after, line.contract(), "Term or market fit the variation");
                offer = after;
            }
        }
        if (offer.equals(before)) {
            at.say(NAME, null, before, before, line.contract(), "No variation of it fits term and market");
        }
        return offer;
    }
}
