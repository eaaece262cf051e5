package dev.plumbline.sync.reconcile.report;

import dev.plumbline.entitlement.check.CurrentModel;
import dev.plumbline.entitlement.check.evidence.BreakBody;
import dev.plumbline.entitlement.customer.BillingSnapshot;
import dev.plumbline.entitlement.customer.BillingSnapshot.Item;
import dev.plumbline.entitlement.customer.Binding;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.StoredAnswersAgain;
import dev.plumbline.entitlement.record.StoredJson;
import dev.plumbline.sync.reconcile.finding.Articles;
import dev.plumbline.sync.reconcile.finding.Difference;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The sides of one break: as the run that found it saw them, where a run looked; else as they are now. Nothing is judged again
 * here, the run has done that.
 */
@Component
class BreakSides {
    private final LookedAt looked;
    private final KnownPrices prices;
    private final CurrentModel current;
    private final StoredAnswersAgain answers;
    private final JdbcClient jdbc;
    private final InstantSource business;

    BreakSides(
            LookedAt looked,
            KnownPrices prices,
            CurrentModel current,
            StoredAnswersAgain answers,
            JdbcClient jdbc,
            InstantSource businessClock) {
        this.looked = looked;
        this.prices = prices;
        this.current = current;
        this.answers = answers;
        this.jdbc = jdbc;
        this.business = businessClock;
    }

    Sides of(BreakBody one) {
        ModelRevision model = current.get().orElse(null);
        if (model == null) {
            return new Sides(null, null, List.of());
        }
        JsonNode counts = one.evidence() == null ? null : one.evidence().get("counts");
        if (counts != null && !counts.isNull()) {
            return new Sides(null, one.run(), counted(counts));
        }
        SubjectRef subject = subject(one);
        LookedAt.Seen seen =
                subject == null ? null : looked.ofBreak(one.id(), subject).orElse(null);
        if (seen != null) {
            return new Sides(seen.difference().at(), seen.run(), compared(seen.difference(), one, model.model()));
        }
        var rows = new ArrayList<Sides.Row>();
        if (subject != null) {
            rows.addAll(billedNow(subject, one, model.model()));
        }
        rows.addAll(answeredNow(one, model));
        return new Sides(null, null, rows);
    }

    private static List<Sides.Row> counted(JsonNode counts) {
        String meter = text(counts, "meter");
        String of = "counted";
        return List.of(
                new Sides.Row(of, "from", null, text(counts, "from"), null, text(counts, "from"), false),
                new Sides.Row(of, "until", null, text(counts, "until"), null, text(counts, "until"), false),
                new Sides.Row(of, "number", meter, text(counts, "there"), null, text(counts, "here"), true),
                new Sides.Row(of, "here less there", null, null, null, text(counts, "difference"), false));
    }

    private List<Sides.Row> compared(Difference difference, BreakBody one, Model model) {
        BillingSnapshot billing = difference.after().snapshot();
        BillingSnapshot store = difference.before().snapshot();
        var rows = new SideRows(
                selling(Stream.of(billing, store).filter(Objects::nonNull).toList(), model));
        rows.ofCustomer(billing, store);
        rows.ofSubscriptions(billing, store, false);
        rows.ofAnswers(difference.after().timeline(), difference.before().timeline(), difference.at(), feature(one));
        return rows.rows();
    }

    /** What the billing system said last; the store holds exactly that, so what may differ is the model and the link. */
    private List<Sides.Row> billedNow(SubjectRef subject, BreakBody one, Model model) {
        BillingSnapshot billing = jdbc.sql("""
                        select snapshot::text as snapshot from billing_snapshot
                        where provider = :provider and account = :account and provider_customer = :id
                        """)
                .param("provider", subject.provider())
                .param("account", subject.account())
                .param("id", subject.id())
                .query((row, n) -> StoredJson.snapshot(row.getString("snapshot")))
                .optional()
                .orElse(null);
        var rows = new ArrayList<Sides.Row>();
        rows.add(new Sides.Row(
                "customer",
                "known as",
                null,
                subject.id(),
                one.customer() == null ? "linked to nobody" : one.customer(),
                null,
                one.customer() == null));
        if (billing != null) {
            var of = new SideRows(selling(List.of(billing), model));
            of.ofSubscriptions(billing, billing, true);
            rows.addAll(of.rows());
        }
        return rows;
    }

    private List<Sides.Row> answeredNow(BreakBody one, ModelRevision model) {
        if (one.customer() == null) {
            return List.of();
        }
        var rows = new SideRows(_ -> null);
        answers.look(List.of(new CustomerKey(one.customer())), model.revision(), business.instant())
                .stale()
                .forEach(stale ->
                        rows.ofAnswers(stale.again().timeline(), stale.stored(), business.instant(), feature(one)));
        return rows.rows();
    }

    private Function<Item, @Nullable String> selling(List<BillingSnapshot> snapshots, Model model) {
        Articles articles = prices.of(snapshots, model).articles();
        SubjectRef subject = snapshots.isEmpty() ? null : snapshots.getFirst().subject();
        return item -> subject == null
                ? null
                : switch (articles.of(subject, item)) {
                    case Binding.ToPlan plan -> plan.plan().toString();
                    case Binding.ToAddOn addOn -> "+ " + addOn.addOn();
                    case Binding.Unmapped _ -> null;
                };
    }

    private static @Nullable SubjectRef subject(BreakBody one) {
        BreakBody.Subject of = one.subject();
        return of == null || of.providerCustomer() == null
                ? null
                : new SubjectRef(of.provider(), of.account(), of.providerCustomer());
    }

    private static @Nullable String feature(BreakBody one) {
        return one.evidence() == null ? null : text(one.evidence(), "feature");
    }

    private static @Nullable String text(JsonNode of, String name) {
        JsonNode value = of.get(name);
        return value == null || value.isNull() ? null : value.asString();
    }
}
