package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.check.decisions.ValuesForgone;
import dev.plumbline.entitlement.check.http.Page;
import dev.plumbline.entitlement.decision.KeptOverride;
import dev.plumbline.entitlement.decision.OverrideRegister;
import dev.plumbline.entitlement.decision.OverrideRegister.Filter;
import dev.plumbline.entitlement.decision.OverrideRegister.Position;
import dev.plumbline.entitlement.upgrade.MonthlyPrice;
import dev.plumbline.sync.reconcile.Progress;
import dev.plumbline.sync.reconcile.ReconciliationRun;
import dev.plumbline.sync.reconcile.RunStep;
import dev.plumbline.sync.sheet.Cells;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The register of overrides that hold, with the list value each forgoes, of the account's customers. */
@Component
@Order(400)
class OverridesStep implements RunStep {
    private final OverrideRegister overrides;
    private final ValuesForgone values;
    private final RegisterLines registers;
    private final InstantSource business;

    OverridesStep(
            OverrideRegister overrides, ValuesForgone values, RegisterLines registers, InstantSource businessClock) {
        this.overrides = overrides;
        this.values = values;
        this.registers = registers;
        this.business = businessClock;
    }

    @Override
    public String name() {
        return "overrides";
    }

    @Override
    public void run(ReconciliationRun run, Progress progress) {
        Instant now = business.instant();
        RegisterLines.Register register = registers.begin(run, Section.OVERRIDES);
        var active = new Filter(null, KeptOverride.State.ACTIVE, null, null, null, null);
        Position after = null;
        List<KeptOverride> page;
        do {
            page = overrides.list(active, after, Page.MOST, now);
            register.add(lines(register, page, now));
            progress.done(page.size());
            after = page.isEmpty()
                    ? null
                    : new Position(page.getLast().createdAt(), page.getLast().id());
        } while (page.size() == Page.MOST);
    }

    private List<List<@Nullable Object>> lines(RegisterLines.Register register, List<KeptOverride> page, Instant now) {
        Set<String> ours =
                register.ours(page.stream().map(one -> one.customer().value()).toList());
        Map<String, MonthlyPrice> worth = values.of(page, now);
        return page.stream()
                .filter(one -> ours.contains(one.customer().value()))
                .map(one -> line(one, worth.get(one.id())))
                .toList();
    }

    private static List<@Nullable Object> line(KeptOverride one, @Nullable MonthlyPrice forgone) {
        return Cells.of(
                one.id(),
                one.customer().value(),
                one.terms().feature(),
                one.terms().effect().name().toLowerCase(Locale.ROOT),
                one.terms().user(),
                one.terms().validFrom(),
                one.end(),
                one.reason(),
                one.link(),
                one.createdBy(),
                forgone == null ? null : forgone.amount(),
                forgone == null ? Sum.UNKNOWN : forgone.currency());
    }
}
