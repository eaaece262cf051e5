package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.diff.CatalogDiff;
import dev.plumbline.entitlement.model.file.CatalogFile;
import dev.plumbline.entitlement.record.Breadth;
import dev.plumbline.entitlement.record.CustomerStates;
import dev.plumbline.entitlement.record.Enrolments;
import dev.plumbline.entitlement.record.ModelRevision;
import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.ProviderPrices;
import dev.plumbline.entitlement.whatif.Change.Kind;
import dev.plumbline.entitlement.whatif.WhatIfRun.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What a draft of the model would change, found out before it is published (01, M18). Never writes an answer. */
@Service
public class WhatIf implements Breadth, DisposableBean {
    /** A run that has not said a word for so long has nobody who works on it. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static final Duration STILL_TRUE = Duration.ofMinutes(10);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Models models;
    private final CustomerStates states;
    private final WhatIfRuns runs;
    private final TransactionTemplate reading;
    private final InstantSource businessTime;
    private final InstantSource time;
    private final UsedUp usedUp;
    private final Enrolments enrolments;
    private final ProviderPrices prices;
    private final WhatIfSettings settings;
    private final Map<UUID, WhatIfJob> jobs = new ConcurrentHashMap<>();

    WhatIf(
            Models models,
            CustomerStates states,
            WhatIfRuns runs,
            PlatformTransactionManager manager,
            InstantSource businessClock,
            InstantSource realTime,
            ObjectProvider<UsedUp> usedUp,
            Enrolments enrolments,
            ProviderPrices prices,
            WhatIfSettings settings) {
        this.prices = prices;
        this.models = models;
        this.states = states;
        this.runs = runs;
        this.businessTime = businessClock;
        this.time = realTime;
        this.usedUp = usedUp.getIfAvailable(() -> UsedUp.NOTHING);
        this.enrolments = enrolments;
        this.settings = settings;
        reading = new TransactionTemplate(manager);
        reading.setReadOnly(true);
        reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /**
     * Begins a plan, or finds the same one.
     *
     * @param effectiveAt when the draft is to take effect; null for at once
     */
    public Drafted plan(String source, @Nullable Instant effectiveAt, String author) {
        Instant now = businessTime.instant();
        ModelRevision base = models.newest().orElse(null);
        Optional<Drafted> refused = refusal(base, effectiveAt, now);
        if (refused.isPresent()) {
            return refused.get();
        }
        return switch (CatalogFile.readAgainst(source, base == null ? null : base.model(), now)) {
            case CatalogFile.Invalid(var problems) -> new Drafted.Invalid(problems);
            case CatalogFile.Valid(var model) -> {
                Draft draft = draft(base, model, effectiveAt, now);
                yield begin(
                        draft,
                        new WhatIfRuns.Wanted(
                                base == null ? null : base.revision(),
                                source,
                                sha256(source),
                                effectiveAt,
                                draft.from(),
                                author,
                                JSON.writeValueAsString(
                                        base == null ? List.of() : CatalogDiff.between(base.model(), model))));
            }
        };
    }

    /** The rules by which it could be published then. */
    private Optional<Drafted> refusal(@Nullable ModelRevision base, @Nullable Instant effectiveAt, Instant now) {
        if (effectiveAt != null && (base == null || effectiveAt.isBefore(now))) {
            return Optional.of(new Drafted.NotThen(
                    base == null
                            ? "The first model takes effect at once: there is nothing to hold until then"
                            : "It is " + now + "; a change takes effect now or later"));
        }
        List<ModelRevision> pending = models.pending(now);
        if (pending.isEmpty()) {
            return Optional.empty();
        }
        Instant last = Objects.requireNonNull(pending.getLast().effectiveAt(), "What is pending has its instant");
        return effectiveAt == null || effectiveAt.isBefore(last)
                ? Optional.of(new Drafted.BeforePending(pending.getLast()))
                : Optional.empty();
    }

    private Draft draft(@Nullable ModelRevision base, Model model, @Nullable Instant effectiveAt, Instant now) {
        List<Model> published = base == null
                ? List.of()
                : models.stages(base.revision(), now).stream()
                        .map(stage -> stage.revision().model())
                        .toList();
        return new Draft(
                published,
                model,
                effectiveAt == null ? now : effectiveAt,
                now,
                new Draft.Circumstances(usedUp, enrolments.held()));
    }

    private Drafted begin(Draft draft, WhatIfRuns.Wanted wanted) {
        runs.buryTheDead(SILENCE);
        runs.forget(settings.kept());
        Optional<WhatIfRun> same = runs.same(wanted.sha256(), wanted.base(), wanted.effectiveAt());
        if (same.isEmpty()) {
            if (runs.running() >= settings.atOnce()) {
                return new Drafted.Busy();
            }
            runs.begin(wanted).ifPresent(run -> start(run, draft));
            same = runs.same(wanted.sha256(), wanted.base(), wanted.effectiveAt());
        }
        return same.<Drafted>map(Drafted.Planned::new).orElseGet(Drafted.Busy::new);
    }

    private void start(UUID run, Draft draft) {
        if (draft.changesNothing()) {
            runs.end(run, Status.COMPLETED, null);
            return;
        }
        var job = new WhatIfJob(run, runs, new EveryCustomer(states, reading, draft, prices), () -> jobs.remove(run));
        jobs.put(run, job);
        job.start(settings.threads());
    }

    /** The run as it is when it has ended, or when the patience has. */
    public Optional<WhatIfRun> await(UUID id, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        for (Optional<WhatIfRun> run = find(id); ; run = find(id)) {
            long left = until - System.nanoTime();
            if (run.isEmpty() || run.get().status() != Status.RUNNING || left <= 0) {
                return run;
            }
            pause(id, Math.min(left, TimeUnit.MILLISECONDS.toNanos(250)));
        }
    }

    private void pause(UUID id, long nanos) {
        try {
            WhatIfJob job = jobs.get(id);
            if (job == null) {
                TimeUnit.NANOSECONDS.sleep(nanos); // another node makes it
            } else {
                job.ended().get(nanos, TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException notYet) {
            // then it is looked at again
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    public Optional<WhatIfRun> find(UUID id) {
        runs.buryTheDead(SILENCE);
        return runs.find(id);
    }

    /** Of the same draft on that revision, finished or being made; empty when nobody asked for it, or it is forgotten. */
    public Optional<WhatIfRun> of(String source, long base, @Nullable Instant effectiveAt) {
        return runs.same(sha256(source), base, effectiveAt);
    }

    /** Those that were made on the newest revision and are finished, the newest first. */
    public List<WhatIfRun> drafts() {
        return runs.runsFinishedOn(models.newestRevision());
    }

    /** The model as a draft has it; empty when its plan is forgotten. Of no revision: it is not published. */
    public Optional<ModelRevision> draft(UUID id) {
        return runs.source(id)
                .flatMap(source -> find(id).map(run -> {
                    if (!(CatalogFile.read(source) instanceof CatalogFile.Valid(Model model))) {
                        throw new IllegalStateException("The draft of plan " + id + " was sound when it was planned");
                    }
                    return new ModelRevision(
                            0, source, run.sha256(), run.startedAt(), run.author(), run.effectiveAt(), model);
                }));
    }

    /** Which changes of a plan are asked for; null for any. */
    public record Sought(
            @Nullable Kind kind,
            @Nullable String feature,
            @Nullable String customer) {}

    /** Where a page of changes ends. */
    public record Place(String customer, String feature, String kind) {}

    /**
     * In the order of customers, features and kinds.
     *
     * @param after null for the first page
     */
    public List<Change> changes(UUID run, Sought sought, @Nullable Place after, int limit) {
        return runs.changes(run, sought, after == null ? new Place("", "", "") : after, limit);
    }

    /** False when it had ended before. Whichever node makes it hears of it within a second or two. */
    public boolean cancel(UUID id) {
        boolean cancelled = runs.end(id, Status.CANCELLED, null);
        Optional.ofNullable(jobs.get(id)).ifPresent(WhatIfJob::stop);
        return cancelled;
    }

    /**
     * Looks at customers until it has found two; a plan of the same draft that is finished knows. As of the newest revision.
     */
    @Override
    public boolean isBroad(ModelRevision base, Model next, Instant effectiveAt) {
        return runs.finishedOn(base.revision()).stream()
                .filter(run -> isFor(run.run(), effectiveAt) && isTrusted(run.run()) && isOf(run.source(), next))
                .findFirst()
                .map(run -> run.run().isBroad())
                .orElseGet(() -> lookWhetherBroad(draft(base, next, effectiveAt, businessTime.instant())));
    }

    /** A plan for at once was made for an instant that is over by now. */
    private static boolean isFor(WhatIfRun run, Instant effectiveAt) {
        return run.effectiveAt() == null
                ? !effectiveAt.isBefore(run.comparedFrom())
                        && effectiveAt.isBefore(run.comparedFrom().plus(STILL_TRUE))
                : run.effectiveAt().equals(effectiveAt);
    }

    private static boolean isOf(String source, Model model) {
        return CatalogFile.read(source) instanceof CatalogFile.Valid(Model planned) && planned.equals(model);
    }

    /** That it is broad stays true. That it is not may be otherwise by now: customers come and change. */
    private boolean isTrusted(WhatIfRun run) {
        Instant ended = run.endedAt();
        return Boolean.TRUE.equals(run.isBroad())
                || (ended != null && ended.isAfter(time.instant().minus(STILL_TRUE)));
    }

    private boolean lookWhetherBroad(Draft draft) {
        if (draft.changesNothing()) {
            return false;
        }
        var tally = new Tally();
        var customers = new EveryCustomer(states, reading, draft, prices);
        var walkers = IntStream.range(0, settings.threads())
                .mapToObj(n -> CompletableFuture.runAsync(
                        () -> customers.walk(page -> {
                            tally.add(page);
                            return tally.customers() < 2;
                        }),
                        walk -> Thread.ofPlatform()
                                .name("is-broad-" + n)
                                .daemon()
                                .start(walk)))
                .toList();
        walkers.forEach(CompletableFuture::join);
        return tally.customers() > 1;
    }

    @Override
    public void destroy() {
        jobs.values().forEach(WhatIfJob::stop);
        jobs.values().forEach(job -> {
            try {
                job.ended().get(5, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException tooLate) {
                // its run is found dead later
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static String sha256(String source) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
