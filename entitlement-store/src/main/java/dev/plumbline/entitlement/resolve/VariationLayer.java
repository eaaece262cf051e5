package dev.plumbline.entitlement.resolve;

/** Layer 2: what the payment term and the market change, field by field. */
final class VariationLayer implements LineLayer {
    @Override
    public Offer apply(Offer before, PlanLine line, Moment moment) {
        var offer = before;
        for (var variation : line.version().variations()) {
            var grant = variation.grants().get(moment.key());
            if (grant != null
                    && variation.appliesTo(line.term(), moment.of().situation().country())) {
                var source = new Source(Source.Kind.VARIATION, line.version().ref() + "/" + variation.name());
                var merged = grant.over(offer.grant());
                var after = offer.made(merged, moment.of().value(merged, line), source);
                moment.say("2 variation", source, offer, after, line.contract(), "Term or market fit the variation");
                offer = after;
            }
        }
        if (offer.equals(before)) {
            moment.say("2 variation", null, before, before, line.contract(), "No variation of it fits term and market");
        }
        return offer;
    }
}
