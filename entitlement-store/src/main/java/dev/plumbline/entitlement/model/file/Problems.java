package dev.plumbline.entitlement.model.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers what is wrong with a file, so that a person mends it in one go. */
final class Problems {
    /** Nobody reads more, and one slip early on can make thousands. */
    private static final int MOST = 100;

    private final Locations locations;
    private final List<Problem> found = new ArrayList<>();

    Problems(Locations locations) {
        this.locations = locations;
    }

    void at(String pointer, ProblemCode code, String message) {
        add(pointer, locations.of(pointer), code, message);
    }

    void atKey(String pointer, ProblemCode code, String message) {
        add(pointer, locations.ofKey(pointer), code, message);
    }

    private void add(String pointer, Locations.Mark mark, ProblemCode code, String message) {
        var problem = new Problem(code, message, pointer, mark);
        if (found.size() < MOST && !found.contains(problem)) {
            found.add(problem);
        }
    }

    boolean none() {
        return found.isEmpty();
    }

    /** In the order of the file. */
    List<Problem> list() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line)
                        .thenComparingInt(Problem::column)
                        .thenComparing(Problem::code))
                .toList();
    }
}
