package dev.plumbline.cli.shell;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where answers and remarks go. Answers go to the one stream and remarks to the other, so that answers can be piped. Whatever is
 * said here is made harmless first; colours and bars are for people only.
 */
public final class Terminal {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final DefaultPrettyPrinter LINES = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));
    private static final int BAR = 30;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean people;
    private boolean json;
    private boolean quiet;
    private boolean barShown;

    /** @param people somebody looks at both streams */
    public Terminal(PrintStream out, PrintStream err, boolean people) {
        this.out = out;
        this.err = err;
        this.people = people;
    }

    public void json(boolean wanted) {
        json = wanted;
    }

    public void quiet(boolean wanted) {
        quiet = wanted;
    }

    public boolean wantsJson() {
        return json;
    }

    public boolean isForPeople() {
        return people;
    }

    public PrintStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    /** A line of the answer. */
    public void line(Object... parts) {
        clearBar();
        out.println(painted(parts));
    }

    /** Something beside the answer, which scripts do not need. */
    public void remark(Object... parts) {
        if (!quiet) {
            clearBar();
            err.println(painted(parts));
        }
    }

    public void error(Object... parts) {
        clearBar();
        err.println(painted(parts));
    }

    public void json(JsonNode answer) {
        clearBar();
        out.println(Printable.inJson(JSON.writer().with(LINES).writeValueAsString(answer)));
    }

    void jsonError(JsonNode problem) {
        clearBar();
        err.println(Printable.inJson(JSON.writer().with(LINES).writeValueAsString(problem)));
    }

    /** A file, line by line. */
    public void file(String text) {
        clearBar();
        text.lines().forEach(line -> out.println(Printable.of(line.replace("\t", "    "))));
    }

    /** Rows in columns as wide as their widest cell. */
    public void table(List<List<String>> rows) {
        clearBar();
        List<List<String>> cells = rows.stream()
                .map(row -> row.stream().map(Printable::of).toList())
                .toList();
        int columns = cells.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        cells.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], width(row.get(i)));
            }
        });
        for (List<String> row : cells) {
            var line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                if (i < row.size() - 1) {
                    line.repeat(' ', widths[i] - width(row.get(i)) + 2);
                }
            }
            out.println(line);
        }
    }

    /** Something takes its time. Seen by people only. */
    public void progress(String what, long done, long of) {
        if (!people || quiet || json || of <= 0) {
            return;
        }
        int full = Math.clamp(done * BAR / of, 0, BAR);
        err.print("\r" + Printable.of(what) + " [" + "#".repeat(full) + " ".repeat(BAR - full) + "] " + done + " of "
                + of);
        err.flush();
        barShown = true;
    }

    private void clearBar() {
        if (barShown) {
            err.print("\r\u001B[K");
            err.flush();
            barShown = false;
        }
    }

    private String painted(Object... parts) {
        return Arrays.stream(parts)
                .map(part -> people && part instanceof Paint paint ? paint.ansi() : Printable.of(String.valueOf(part)))
                .collect(Collectors.joining());
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }
}
