package dev.plumbline.sync.reconcile.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of a line, some of which may be empty. */
final class Cells {
    private Cells() {}

    static List<@Nullable Object> of(@Nullable Object... cells) {
        return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(cells)));
    }
}
