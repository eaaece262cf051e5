package dev.plumbline.entitlement.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hash of every published version's frozen part. Kept as {@code catalog.lock} beside the file, it lets an edit of a
 * published version be caught where there is no database: in a hook, in CI. A version that is not in it is a draft.
 *
 * @param hashes by ref: {@code plan team@1}, {@code addOn extra_invoices@1}
 */
public record CatalogLock(SortedMap<String, String> hashes) {
    private static final String FIRST_LINE =
            "# Written at publish; do not edit. A version whose hash differs was changed.";
    private static final Pattern LINE =
            Pattern.compile("(plan|addOn) +([A-Za-z0-9][A-Za-z0-9_.-]*@[1-9][0-9]{0,9}) +(sha256:[0-9a-f]{64})");
    private static final Pattern CONFLICT = Pattern.compile("(<{7}|={7}|>{7}|\\|{7}).*");

    public CatalogLock {
        hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
    }

    /** Everything in a model, as after it is published. */
    public static CatalogLock of(Model model) {
        var hashes = new TreeMap<String, String>();
        for (var plan : model.plans().values()) {
            for (var version : plan.versions()) {
                hashes.put("plan " + version.ref(), sha256(FrozenText.of(version)));
            }
        }
        for (var addOn : model.addOns().values()) {
            for (var version : addOn.versions()) {
                hashes.put("addOn " + version.ref(), sha256(FrozenText.of(version)));
            }
        }
        return new CatalogLock(hashes);
    }

    /** What became of a text that should be a lock. */
    public sealed interface Reading {}

    public record Legible(CatalogLock lock) implements Reading {}

    /** @param line from 1 */
    public record Illegible(int line, String message) implements Reading {}

    /** Reads the text of a lock file; the order of its lines does not matter. */
    public static Reading read(String text) {
        var hashes = new TreeMap<String, String>();
        var lines = text.lines().map(String::strip).toList();
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var parts = LINE.matcher(line);
            if (!parts.matches()) {
                return new Illegible(i + 1, whyNot(line));
            }
            var ref = parts.group(1) + " " + parts.group(2);
            var before = hashes.put(ref, parts.group(3));
            if (before != null && !before.equals(parts.group(3))) {
                return new Illegible(
                        i + 1,
                        parts.group(2)
                                + " is here with two hashes: it was published twice, differently; take the line of"
                                + " the branch that is published, and give the other version the next number");
            }
        }
        return new Legible(new CatalogLock(hashes));
    }

    private static String whyNot(String line) {
        return CONFLICT.matcher(line).matches()
                ? "A merge conflict: keep the lines of both sides, and remove the marks"
                : "This is no line of a lock file (plan team@1 sha256:…): take the file as it was written at publish";
    }

    /** Null when the text is not a lock file. */
    public static @Nullable CatalogLock parse(String text) {
        return read(text) instanceof Legible(var lock) ? lock : null;
    }

    /** Sorted, one version a line, so that a review shows what was published and nothing else. */
    public String text() {
        var text = new StringBuilder(FIRST_LINE).append('\n');
        hashes.forEach((ref, hash) -> text.append(ref).append(' ').append(hash).append('\n'));
        return text.toString();
    }

    /**
     * A published version that is not what it was.
     *
     * @param path of what it is a version of: {@code /plans/team}
     * @param ref {@code team@1}
     * @param isGone it is not there any more, as against changed
     * @param message what it is, and what to do
     */
    public record Breach(String path, String ref, boolean isGone, String message) {
        static Breach of(String locked, boolean isGone) {
            var ref = locked.substring(locked.indexOf(' ') + 1);
            var holder = locked.startsWith("plan ") ? "/plans/" : "/addOns/";
            return new Breach(
                    holder + ref.substring(0, ref.lastIndexOf('@')),
                    ref,
                    isGone,
                    isGone
                            ? ref + " is published and customers may be on it; put it back"
                            : ref
                                    + " is published: its grants, variations and trial stay as they are; put them back and"
                                    + " make the change in a new version");
        }
    }

    /** What is locked here and is other or missing in a model. Versions that are new there are drafts, and no breach. */
    public List<Breach> check(Model model) {
        return breaches(of(model));
    }

    /**
     * The lock after a model was published: everything in it is frozen from now on.
     *
     * @throws IllegalStateException when the model breaks this lock; a new lock must not hide that
     */
    public CatalogLock published(Model model) {
        var breaches = check(model);
        if (!breaches.isEmpty()) {
            throw new IllegalStateException(breaches.getFirst().message());
        }
        return of(model);
    }

    /** The refs of what is locked here and is other or missing there. */
    public List<String> brokenBy(CatalogLock newer) {
        return breaches(newer).stream().map(Breach::ref).toList();
    }

    private List<Breach> breaches(CatalogLock newer) {
        var broken = new ArrayList<Breach>();
        for (Map.Entry<String, String> locked : hashes.entrySet()) {
            var hash = newer.hashes.get(locked.getKey());
            if (!locked.getValue().equals(hash)) {
                broken.add(Breach.of(locked.getKey(), hash == null));
            }
        }
        return broken;
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
