package dev.plumbline.entitlement.resolve;

/** Still layer 2: while the phase is a trial, the trial's grants replace the plan version's and its variations', field by field. */
final class TrialLayer implements LineLayer {
    @Override
    public Offer apply(Offer before, PlanLine line, Moment moment) {
        var trial = line.version().trial();
        var grant = trial == null ? null : trial.grants().get(moment.key());
        if (grant == null || !line.contract().isTrialAt(moment.at())) {
            return before;
        }
        var merged = grant.over(before.grant());
        var after = before.made(merged, moment.of().value(merged, line), line.source());
        moment.say(
                "2 variation", line.source(), before, after, line.contract(), "The phase is a trial with other grants");
        return after;
    }
}
