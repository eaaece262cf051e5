package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.http.Refusal;
import java.util.List;
import org.springframework.http.HttpStatus;

/** What those hear whose check has no answer. */
final class Found {
    private static final String RETRY_SECONDS = "1";

    private Found() {}

    static CheckAnswer orRefuse(Checked checked) {
        if (checked instanceof Checked.Answered(CheckAnswer answer)) {
            return answer;
        }
        throw refusal(checked);
    }

    static Refusal refusal(Checked checked) {
        return switch (checked) {
            case Checked.CustomerUnknown(String customer) -> customerUnknown(customer);
            case Checked.FeatureUnknown(String feature) -> featureUnknown(feature);
            case Checked.LevelUnknown(String feature, var levels) -> levelUnknown(feature, levels);
            case Checked.NotYetVisible(long version, long wanted) -> notYetVisible(version, wanted);
            case Checked.Answered _ -> throw new IllegalArgumentException("This one has an answer");
        };
    }

    static Refusal customerUnknown(String customer) {
        return Refusal.of(HttpStatus.NOT_FOUND, "CUSTOMER_UNKNOWN", "There is no customer " + shortened(customer));
    }

    static Refusal featureUnknown(String feature) {
        return Refusal.of(HttpStatus.NOT_FOUND, "FEATURE_UNKNOWN", "The model has no feature " + shortened(feature));
    }

    static Refusal levelUnknown(String feature, List<String> levels) {
        return Refusal.ofParameter(
                "level",
                levels.isEmpty()
                        ? feature + " has no levels: ask without level="
                        : "A level of " + feature + " is one of " + String.join(", ", levels));
    }

    static Refusal notYetVisible(long version, long wanted) {
        return Refusal.of(
                        HttpStatus.CONFLICT,
                        "VERSION_NOT_YET_VISIBLE",
                        "Version %d is not to be seen yet; the newest is %d".formatted(wanted, version))
                .set("version", version)
                .header("Retry-After", RETRY_SECONDS);
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
