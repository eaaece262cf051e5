package dev.plumbline.entitlement.seal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Notes outside the database where the chain ends: in a file when one is named, and in the log, which is kept elsewhere too. */
@Component
public class AuditAnchor {
    private static final Logger LOG = LoggerFactory.getLogger(AuditAnchor.class);

    private final AuditChain chain;
    private final InstantSource time;
    private final Optional<AnchorFile> file;
    private final Duration every;
    private final long rows;
    private long noted;
    private boolean shorter;
    private Instant notedAt = Instant.MIN;

    AuditAnchor(
            AuditChain chain,
            InstantSource realTime,
            @Value("${plumbline.audit.anchor:}") @Nullable Path file,
            @Value("${plumbline.audit.anchor-every:PT1M}") Duration every,
            @Value("${plumbline.audit.anchor-rows:1000}") long rows) {
        this.chain = chain;
        this.time = realTime;
        this.file = file == null || file.toString().isEmpty() ? Optional.empty() : Optional.of(new AnchorFile(file));
        this.every = every;
        this.rows = rows;
    }

    /** Notes it when many rows or some time came since the last note. */
    public synchronized void noteWhenDue() {
        Head head = chain.head();
        Instant now = time.instant();
        if (head.position() < noted && !shorter) {
            shorter = true;
            LOG.error(
                    "The audit's chain ends at {} and went on to {} before: somebody cut it off",
                    head.position(),
                    noted);
        }
        if (head.position() - noted >= rows || (head.position() > noted && !now.isBefore(notedAt.plus(every)))) {
            note(head, now);
        }
    }

    /** Notes it unless it is noted already. */
    public synchronized void note() {
        Head head = chain.head();
        if (head.position() > noted) {
            note(head, time.instant());
        }
    }

    private void note(Head head, Instant now) {
        file.ifPresent(f -> f.add(new AnchorFile.Anchor(head, now)));
        LOG.info(
                "audit anchor: position {} row {} key {} hash {}",
                head.position(),
                head.auditId(),
                head.keyId(),
                head.hash());
        noted = head.position();
        notedAt = now;
    }

    void read(Consumer<List<AnchorFile.Anchor>> portion) {
        file.ifPresent(f -> f.read(portion));
    }
}
