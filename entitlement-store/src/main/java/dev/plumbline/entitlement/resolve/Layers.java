package dev.plumbline.entitlement.resolve;

/**
 * The eight layers in their order (03). What stands here resolves and explains, and nothing else does; it is a value so that a
 * test can put a broken layer in the place of one and see a law break.
 */
record Layers(
        LineLayer planVersion,
        LineLayer variation,
        LineLayer trial,
        LineLayer promotion,
        LineLayer billingPolicy,
        MergingLayer merge,
        CustomerLayer addOn,
        CustomerLayer override,
        CustomerLayer availability) {
    static final Layers ALL = new Layers(
            new PlanLayer(),
            new VariationLayer(),
            new TrialLayer(),
            new PromotionLayer(),
            new PolicyLayer(),
            new MergeLayer(),
            new AddOnLayer(),
            new OverrideLayer(),
            new AvailabilityLayer());

    /** A layer that looks at one plan line at a time, before lines are merged. */
    interface LineLayer {
        Offer apply(Offer before, PlanLine line, FeatureCase of, Moment at);
    }

    /** The layer that makes one offer of those of all lines. */
    interface MergingLayer {
        /** @param offers of the lines that run, in their order; there may be more places than lines */
        Offer apply(Offer nothing, Offer[] offers, FeatureCase of, Moment at);
    }

    /** A layer that looks at the whole customer. */
    interface CustomerLayer {
        Offer apply(Offer before, FeatureCase of, Moment at);
    }

    /** What a line offers whatever the time, but for its phase. */
    Offer terms(Offer nothing, PlanLine line, FeatureCase of, Moment at) {
        var offer = planVersion.apply(nothing, line, of, at);
        offer = variation.apply(offer, line, of, at);
        return trial.apply(offer, line, of, at);
    }

    Offer now(Offer terms, PlanLine line, FeatureCase of, Moment at) {
        return billingPolicy.apply(promotion.apply(terms, line, of, at), line, of, at);
    }

    Offer together(Offer nothing, Offer[] offers, FeatureCase of, Moment at) {
        var offer = merge.apply(nothing, offers, of, at);
        offer = addOn.apply(offer, of, at);
        offer = override.apply(offer, of, at);
        return availability.apply(offer, of, at);
    }
}
