package dev.plumbline.sync.sheet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of a line, some of which may be empty. */
public final class Cells {
    private Cells() {}

    public static List<@Nullable Object> of(@Nullable Object... cells) {
        return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(cells)));
    }
}
