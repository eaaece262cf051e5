package dev.plumbline.cli.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Ends a command. Said without a stack trace: what is wrong, where, and what to do about it. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> details;
    private final transient @Nullable String mend;
    private final transient @Nullable JsonNode problem;

    private Failure(String what, List<String> details, @Nullable String mend, @Nullable JsonNode problem) {
        super(what);
        this.details = List.copyOf(details);
        this.mend = mend;
        this.problem = problem;
    }

    public static Failure of(String what, String mend) {
        return new Failure(what, List.of(), mend, null);
    }

    /** @param problem as the server said it, for those who asked for JSON */
    static Failure refused(String what, List<String> details, @Nullable String mend, @Nullable JsonNode problem) {
        return new Failure(what, details, mend, problem);
    }

    /** The same of a file: its name before every line and column, as editors and terminals open it. */
    public Failure in(String file) {
        return new Failure(
                what(),
                details.stream()
                        .map(detail -> detail.matches("\\d+:\\d+: .*") ? file + ":" + detail : detail)
                        .toList(),
                mend,
                problem);
    }

    public String what() {
        return String.valueOf(getMessage());
    }

    /** One line for each place. */
    public List<String> details() {
        return details;
    }

    public @Nullable String mend() {
        return mend;
    }

    @Nullable
    JsonNode problem() {
        return problem;
    }
}
