package dev.plumbline.sync.reconcile.job;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.plumbline.sync.reconcile.run.RunSettings;
import dev.plumbline.sync.reconcile.run.Runs;
import dev.plumbline.sync.setup.BillingAccounts;
import dev.plumbline.sync.support.RunningPlumbline;
import java.time.Instant;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The timetable of a node whose clock a test sets: at two every night. */
public final class Timetable implements AutoCloseable {
    private final NightlySchedule schedule;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(NightlySchedule.class);
    private Instant now;

    public Timetable(RunningPlumbline plumbline, Instant begins) {
        now = begins;
        RunSettings usual = plumbline.bean(RunSettings.class);
        var nightly = new RunSettings(
                "0 0 2 * * *",
                usual.zone(),
                usual.mode(),
                usual.listings(),
                usual.perSlice(),
                usual.looks(),
                usual.lease(),
                usual.patience(),
                usual.secondLook(),
                usual.rowsKept(),
                usual.jobsKept(),
                usual.differencesKept(),
                usual.clearedAtOnce());
        schedule = new NightlySchedule(
                plumbline.bean(Runs.class), plumbline.bean(BillingAccounts.class), nightly, () -> now);
        log.start();
        logger.addAppender(log);
    }

    /** A round of the loop at that time. */
    public void look(Instant at) {
        now = at;
        schedule.look();
    }

    public List<String> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(log);
    }
}
