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
import org.jspecify.annotations.Nullable;

/**
 * The hash of every published version's frozen part. Kept as {@code catalog.lock} beside the file, it lets an edit of a
 * published version be caught where there is no database.
 *
 * @param hashes by ref: {@code plan team@1}, {@code addOn extra_invoices@1}
 */
public record CatalogLock(SortedMap<String, String> hashes) {
    private static final String FIRST_LINE =
            "# Written at publish; do not edit. A version whose hash differs was changed.";

    public CatalogLock {
        hashes = Collections.unmodifiableSortedMap(new TreeMap<>(hashes));
    }

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

    /** Null when the text is not a lock file. */
    public static @Nullable CatalogLock parse(String text) {
        var hashes = new TreeMap<String, String>();
        for (var line :
                text.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
            var parts = line.strip().split(" +", -1);
            if (parts.length != 3) {
                return null;
            }
            hashes.put(parts[0] + " " + parts[1], parts[2]);
        }
        return new CatalogLock(hashes);
    }

    public String text() {
        var text = new StringBuilder(FIRST_LINE).append('\n');
        hashes.forEach((ref, hash) -> text.append(ref).append(' ').append(hash).append('\n'));
        return text.toString();
    }

    /** What is locked here and is other or missing there. Versions that are new there are no breach. */
    public List<String> brokenBy(CatalogLock newer) {
        var broken = new ArrayList<String>();
        for (Map.Entry<String, String> locked : hashes.entrySet()) {
            if (!locked.getValue().equals(newer.hashes.get(locked.getKey()))) {
                broken.add(locked.getKey().substring(locked.getKey().indexOf(' ') + 1));
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
