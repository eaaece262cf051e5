package dev.plumbline.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A test that names a case.
 *
 * @param what the test's display name, or its method's name in words; empty when the class as a whole names the case
 */
record Proof(String testClass, String what) {
    private static final Pattern CASE = Pattern.compile("\\b([FS])-(\\d{1,2})\\b");
    private static final Pattern TO = Pattern.compile("\\b([FS])-(\\d{1,2}) to \\1-(\\d{1,2})\\b");
    /** Of the class, or of one nested in it. */
    private static final Pattern METHOD = Pattern.compile("(?m)^( {4}| {8})(?:static )?void (\\w+)\\(");

    private static final Pattern TEST = Pattern.compile("@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b");
    private static final Pattern CLASS = Pattern.compile("(?m)^ *(?:final |static )*class \\w+");
    private static final Pattern WORDS =
            Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[0-9])");
    private static final Pattern DISPLAY_NAME =
            Pattern.compile("@DisplayName\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*\\+?\\s*)+)\\)");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern CASES_IN_FRONT = Pattern.compile("^(?:[FSL]-\\d+(?: to |[ ,:]+|$))+");

    /** A test with everything that stands before it, after the test before: what prepares it speaks for it, and is none. */
    private record Section(String text, String method) {}

    /** The cases that a test class names, each with the tests that do. */
    static Map<Case, List<Proof>> in(String testClass, String source) {
        var proofs = new TreeMap<Case, List<Proof>>();
        for (Section section : sections(source)) {
            var proof = new Proof(testClass, what(section));
            for (Case named : cases(section.text())) {
                List<Proof> known = proofs.computeIfAbsent(named, _ -> new ArrayList<>());
                if (!known.contains(proof)) {
                    known.add(proof);
                }
            }
        }
        return proofs;
    }

    private static List<Section> sections(String source) {
        var sections = new ArrayList<Section>();
        List<MatchResult> methods = METHOD.matcher(source).results().toList();
        int from = 0;
        for (MatchResult method : methods) {
            if (method.start() < from
                    || !TEST.matcher(source.substring(from, method.start())).find()) {
                continue;
            }
            int end = source.indexOf("\n" + method.group(1) + "}\n", method.end());
            int until = end < 0 ? source.length() : end;
            sections.add(new Section(source.substring(from, until), method.group(2)));
            from = until;
        }
        if (sections.isEmpty()) {
            sections.add(new Section(source, ""));
        }
        return sections;
    }

    private static List<Case> cases(String text) {
        var cases = new ArrayList<Case>();
        CASE.matcher(text).results().forEach(found -> cases.add(Case.of(found.group(1), found.group(2))));
        TO.matcher(text).results().forEach(range -> {
            for (int n = Integer.parseInt(range.group(2)); n <= Integer.parseInt(range.group(3)); n++) {
                cases.add(new Case(range.group(1), n));
            }
        });
        return cases;
    }

    private static String what(Section section) {
        int its = CLASS.matcher(section.text())
                .results()
                .mapToInt(MatchResult::end)
                .max()
                .orElse(0);
        List<MatchResult> names =
                DISPLAY_NAME.matcher(section.text().substring(its)).results().toList();
        if (names.isEmpty()) {
            return WORDS.matcher(section.method()).replaceAll(" ").toLowerCase(Locale.ROOT);
        }
        var whole = new StringBuilder();
        TEXT.matcher(names.getLast().group(1)).results().forEach(part -> whole.append(part.group(1)));
        return CASES_IN_FRONT.matcher(whole.toString().replace("\\\"", "\"")).replaceFirst("");
    }

    /** A fault (F) or a threat (S). */
    record Case(String kind, int number) implements Comparable<Case> {
        static Case of(String kind, String number) {
            return new Case(kind, Integer.parseInt(number));
        }

        @Override
        public int compareTo(Case other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : Integer.compare(number, other.number);
        }

        @Override
        public String toString() {
            return kind + "-" + number;
        }
    }
}
