package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.resolve.Segment.Phase;

/** Still layer 2: while the phase is a trial, the trial's grants replace the plan version's and its variations', field by field. */
final class TrialLayer implements Layers.LineLayer {
    @Override
    public Offer apply(Offer before, PlanLine line, FeatureCase of, Moment at) {
        var trial = line.version().trial();
        var grant = trial == null ? null : trial.grants().get(of.key());
        if (grant == null || before.phase() != Phase.TRIAL) {
            return before;
        }
        var merged = grant.over(before.grant());
        var after = before.made(merged, of.value(merged, line), line.source());
        at.say(
                VariationLayer.NAME,
                line.source(),
                before,
                after,
                line.contract(),
                "The phase is a trial with other grants");
        return after;
    }
}
