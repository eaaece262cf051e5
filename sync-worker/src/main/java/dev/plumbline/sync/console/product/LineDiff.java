package dev.plumbline.sync.console.product;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Two texts beside each other, line by line, as reviewers read them: what went, what came, and a little around it. */
final class LineDiff {
    private static final int AROUND = 3;
    /** Cells of the table that finds the longest common part; what needs more is told of as a whole. */
    private static final long MOST = 9_000_000;

    private final List<String> before;
    private final List<String> after;
    private final List<Line> lines = new ArrayList<>();

    private LineDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    enum Kind {
        SAME,
        WENT,
        CAME,
        /** Lines that are alike were left out here. */
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

    /** Empty for texts that are alike. */
    static List<Line> between(String before, String after) {
        if (before.equals(after)) {
            return List.of();
        }
        return new LineDiff(before.lines().toList(), after.lines().toList()).lines();
    }

    private List<Line> lines() {
        int head = 0;
        int most = Math.min(before.size(), after.size());
        while (head < most && before.get(head).equals(after.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < most - head && before.get(before.size() - 1 - tail).equals(after.get(after.size() - 1 - tail))) {
            tail++;
        }
        before.subList(0, head).forEach(line -> lines.add(new Line(Kind.SAME, line)));
        middle(before.subList(head, before.size() - tail), after.subList(head, after.size() - tail));
        before.subList(before.size() - tail, before.size()).forEach(line -> lines.add(new Line(Kind.SAME, line)));
        return around();
    }

    private void middle(List<String> went, List<String> came) {
        if ((long) went.size() * came.size() > MOST) {
            went.forEach(line -> lines.add(new Line(Kind.WENT, line)));
            came.forEach(line -> lines.add(new Line(Kind.CAME, line)));
            return;
        }
        int[][] common = common(went, came);
        int i = 0;
        int j = 0;
        while (i < went.size() || j < came.size()) {
            if (i < went.size() && j < came.size() && went.get(i).equals(came.get(j))) {
                lines.add(new Line(Kind.SAME, went.get(i++)));
                j++;
            } else if (j == came.size() || (i < went.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line(Kind.WENT, went.get(i++)));
            } else {
                lines.add(new Line(Kind.CAME, came.get(j++)));
            }
        }
    }

    /** How long the longest common part of the rests is. */
    private static int[][] common(List<String> went, List<String> came) {
        int[][] common = new int[went.size() + 1][came.size() + 1];
        for (int i = went.size() - 1; i >= 0; i--) {
            for (int j = came.size() - 1; j >= 0; j--) {
                common[i][j] = went.get(i).equals(came.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private List<Line> around() {
        var shown = new ArrayList<Line>();
        Deque<Line> alike = new ArrayDeque<>();
        int after = 0;
        boolean skipped = false;
        for (Line line : lines) {
            if (line.kind() != Kind.SAME) {
                if (skipped) {
                    shown.add(new Line(Kind.SKIPPED, ""));
                }
                shown.addAll(alike);
                alike.clear();
                shown.add(line);
                skipped = false;
                after = AROUND;
            } else if (after > 0) {
                shown.add(line);
                after--;
            } else {
                alike.add(line);
                if (alike.size() > AROUND) {
                    alike.removeFirst();
                    skipped = true;
                }
            }
        }
        return shown;
    }
}
