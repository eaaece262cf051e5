package dev.plumbline.sync.period;

import dev.plumbline.sync.period.PeriodView.PackHead;
import dev.plumbline.sync.period.PeriodView.Step;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who signed a pack, and what: said beside its parts, for it came after them and their hash. */
record SignedFacts(PeriodView period, PackHead pack) {
    Map<String, @Nullable Object> head() {
        var head = new LinkedHashMap<String, @Nullable Object>();
        head.put("period", period.period());
        head.put("version", pack.version());
        head.put("contentSha256", pack.contentSha256());
        head.put("signOff", signatures());
        return head;
    }

    /** By what was done; of each the last time. */
    private Map<String, String> signatures() {
        var signatures = new LinkedHashMap<String, String>();
        signatures.put("preparedBy", pack.preparedBy());
        signatures.put("preparedAt", pack.madeAt().toString());
        for (Step step : period.steps()) {
            if (step.version() == pack.version() && !step.step().equals("prepared")) {
                signatures.put(step.step() + "By", step.by());
                signatures.put(step.step() + "At", step.at().toString());
                signatures.put(step.step() + "Because", step.reason());
            }
        }
        return signatures;
    }
}
