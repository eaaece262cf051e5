package dev.plumbline.sync.console.product;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two texts beside each other, line by line, as reviewers read them: what went, what came, and a little around it. The shortest
 * way is found as Myers does it (An O(ND) Difference Algorithm, 1986): what it costs grows with what differs, not with the file.
 */
final class LineDiff {
    /** What needs more of them is told of as a whole. Their squares are kept while it is looked for: four megabytes. */
    private static final int MOST_EDITS = 1_000;

    private static final int MOST_LINES = 50_000;

    private final List<String> went;
    private final List<String> came;
    private final int[] before;
    private final int[] after;
    /** How far one comes on each diagonal with so many edits, by their number. */
    private final List<int[]> reached = new ArrayList<>();

    private LineDiff(List<String> went, List<String> came) {
        this.went = went;
        this.came = came;
        Map<String, Integer> numbers = new HashMap<>();
        this.before = numbered(went, numbers);
        this.after = numbered(came, numbers);
    }

    private static int[] numbered(List<String> lines, Map<String, Integer> numbers) {
        return lines.stream()
                .mapToInt(line -> numbers.computeIfAbsent(line, _ -> numbers.size()))
                .toArray();
    }

    enum Kind {
        SAME,
        WENT,
        CAME,
        /** Lines were left out here. */
        SKIPPED
    }

    record Line(Kind kind, String text) {
        /** As a patch begins it. */
        public String mark() {
            return switch (kind) {
                case SAME -> " ";
                case WENT -> "-";
                case CAME -> "+";
                case SKIPPED -> "⋯";
            };
        }
    }

    /** Empty for texts whose lines are alike. */
    static List<Line> between(String before, String after) {
        List<String> went = before.lines().toList();
        List<String> came = after.lines().toList();
        int most = Math.min(went.size(), came.size());
        int head = 0;
        while (head < most && went.get(head).equals(came.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < most - head && went.get(went.size() - 1 - tail).equals(came.get(came.size() - 1 - tail))) {
            tail++;
        }
        var shown = new ShownLines();
        went.subList(0, head).forEach(shown::same);
        middle(went.subList(head, went.size() - tail), came.subList(head, came.size() - tail), shown);
        went.subList(went.size() - tail, went.size()).forEach(shown::same);
        return shown.lines();
    }

    private static void middle(List<String> went, List<String> came, ShownLines shown) {
        if (went.size() + came.size() <= MOST_LINES) {
            var diff = new LineDiff(went, came);
            int edits = diff.edits();
            if (edits <= MOST_EDITS) {
                diff.tell(edits, shown);
                return;
            }
        }
        went.forEach(line -> shown.changed(Kind.WENT, line));
        came.forEach(line -> shown.changed(Kind.CAME, line));
    }

    /** The fewest that make one of the other; one more than the most when it takes more. */
    private int edits() {
        int most = Math.min(before.length + after.length, MOST_EDITS);
        int middle = most + 1;
        int[] furthest = new int[2 * most + 3];
        for (int edits = 0; edits <= most; edits++) {
            for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
                int at = middle + diagonal;
                int x = comes(furthest, at, diagonal, edits) ? furthest[at + 1] : furthest[at - 1] + 1;
                int y = x - diagonal;
                while (x < before.length && y < after.length && before[x] == after[y]) {
                    x++;
                    y++;
                }
                furthest[at] = x;
                if (x >= before.length && y >= after.length) {
                    return edits;
                }
            }
            reached.add(Arrays.copyOfRange(furthest, middle - edits - 1, middle + edits + 2));
        }
        return MOST_EDITS + 1;
    }

    /** Whether the last edit on the way to a diagonal is a line that came; else it is one that went. */
    private static boolean comes(int[] furthest, int at, int diagonal, int edits) {
        return diagonal == -edits || (diagonal != edits && furthest[at - 1] < furthest[at + 1]);
    }

    /** Back from the end, and told from the beginning. */
    private void tell(int edits, ShownLines shown) {
        Deque<Line> way = new ArrayDeque<>();
        int x = before.length;
        int y = after.length;
        for (int left = edits; left > 0; left--) {
            int[] furthest = reached.get(left - 1);
            int diagonal = x - y;
            int at = left + diagonal;
            boolean came = comes(furthest, at, diagonal, left);
            int fromX = came ? furthest[at + 1] : furthest[at - 1];
            int fromY = came ? fromX - diagonal - 1 : fromX - diagonal + 1;
            int edited = came ? fromX : fromX + 1;
            for (; x > edited; x--) {
                way.addFirst(new Line(Kind.SAME, went.get(x - 1)));
            }
            way.addFirst(came ? new Line(Kind.CAME, this.came.get(fromY)) : new Line(Kind.WENT, went.get(fromX)));
            x = fromX;
            y = fromY;
        }
        for (; x > 0; x--) {
            way.addFirst(new Line(Kind.SAME, went.get(x - 1)));
        }
        way.forEach(line -> {
            if (line.kind() == Kind.SAME) {
                shown.same(line.text());
            } else {
                shown.changed(line.kind(), line.text());
            }
        });
    }
}
