package dev.plumbline.sync.period;

import dev.plumbline.sync.period.PeriodView.PackHead;
import dev.plumbline.sync.period.PeriodView.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who signed a pack, and what: said beside its parts, for it came after them and their hash. */
record SignedFacts(PeriodView period, PackHead pack) {
    /** By what was done; of each the last time. */
    Map<String, String> signatures() {
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

    List<List<@Nullable Object>> lines() {
        var lines = new ArrayList<List<@Nullable Object>>();
        lines.add(List.of("period", period.period()));
        lines.add(List.of("version", pack.version()));
        lines.add(List.of("contentSha256", pack.contentSha256()));
        signatures().forEach((what, value) -> lines.add(List.of(what, value)));
        return lines;
    }

    String note() {
        var note = new StringBuilder();
        lines().forEach(line -> note.append(line.getFirst())
                .append(": ")
                .append(String.valueOf(line.getLast()).replaceAll("\\R", " "))
                .append('\n'));
        return note.append("The hash is of all parts in their order: cat *.csv | sha256sum\n")
                .toString();
    }
}
