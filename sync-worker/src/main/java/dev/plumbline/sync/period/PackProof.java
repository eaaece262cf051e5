package dev.plumbline.sync.period;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.record.AuditEntry;
import dev.plumbline.entitlement.record.AuditTrail;
import dev.plumbline.sync.sheet.CsvParts;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether packs are what was made: their hash is worked out anew from what is stored, and held against the one that was signed. */
@RestController
public class PackProof {
    private static final Logger LOG = LoggerFactory.getLogger(PackProof.class);

    private final Periods periods;
    private final Packs packs;
    private final AuditTrail audit;

    PackProof(Periods periods, Packs packs, AuditTrail audit) {
        this.periods = periods;
        this.packs = packs;
        this.audit = audit;
    }

    /** @param valid whether every pack of the month is as it was made */
    public record Proof(String period, boolean valid, List<PackFound> packs) {}

    /** @param found what the stored lines come to now */
    public record PackFound(int version, String contentSha256, String found, boolean valid) {}

    @PostMapping("/v1/periods/{period}/verify")
    public Proof verify(@PathVariable String period) {
        YearMonth month = Period.month(period);
        List<PackFound> found = periods.packs(month).stream()
                .map(pack -> {
                    String now = CsvParts.sha256(packs.parts(month, pack.version(), PackPart.of(pack.format())));
                    return new PackFound(pack.version(), pack.contentSha256(), now, now.equals(pack.contentSha256()));
                })
                .toList();
        boolean valid = found.stream().allMatch(PackFound::valid);
        if (!valid) {
            LOG.error("The pack of period {} is not what was made: {}", month, found);
        }
        audit.append(new AuditEntry(
                Caller.current().because("verified"),
                "period.verified",
                "period",
                month.toString(),
                null,
                null,
                Map.of("valid", valid)));
        return new Proof(month.toString(), valid, found);
    }
}
