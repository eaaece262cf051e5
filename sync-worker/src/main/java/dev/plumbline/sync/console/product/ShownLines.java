package dev.plumbline.sync.console.product;

import dev.plumbline.sync.console.product.LineDiff.Kind;
import dev.plumbline.sync.console.product.LineDiff.Line;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** What of two texts is shown: what changed with a few lines around it, and no more than somebody reads. */
final class ShownLines {
    private static final int AROUND = 3;
    private static final int MOST = 2_000;
    /** Characters that turn text around, of which a comment may have some: a reviewer would read another line than the one that counts. */
    private static final Pattern TURNING = Pattern.compile("[\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]");

    private final List<Line> shown = new ArrayList<>();
    private final Deque<String> before = new ArrayDeque<>();
    private int after;
    private boolean skipped;
    private long left;

    void same(String line) {
        if (after > 0) {
            show(Kind.SAME, line);
            after--;
            return;
        }
        before.add(line);
        if (before.size() > AROUND) {
            before.removeFirst();
            skipped = true;
        }
    }

    void changed(Kind kind, String line) {
        if (shown.size() >= MOST) {
            left++;
            after = 0;
            return;
        }
        if (skipped) {
            shown.add(new Line(Kind.SKIPPED, ""));
        }
        before.forEach(one -> show(Kind.SAME, one));
        before.clear();
        show(kind, line);
        skipped = false;
        after = AROUND;
    }

    private void show(Kind kind, String line) {
        shown.add(new Line(
                kind,
                TURNING.matcher(line)
                        .replaceAll(turning ->
                                "⟨U+%04X⟩".formatted((int) turning.group().charAt(0)))));
    }

    List<Line> lines() {
        if (left > 0) {
            shown.add(new Line(Kind.SKIPPED, left + " more that went or came: compare the files themselves"));
            left = 0;
        }
        return List.copyOf(shown);
    }
}
