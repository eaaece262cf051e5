package dev.plumbline.entitlement.seal;

import dev.plumbline.entitlement.seal.AnchorFile.Anchor;
import dev.plumbline.entitlement.seal.Flaw.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was noted outside against what is inside now. Says as closely as it can where they part: behind the last note that fits. */
final class AnchorsCompared {
    private final JdbcClient jdbc;
    private long count;
    private long fits;
    private @Nullable Flaw flaw;

    AnchorsCompared(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void compare(List<Anchor> anchors) {
        count += anchors.size();
        Map<Long, byte[]> inside = inside(anchors);
        for (Anchor anchor : anchors) {
            Head noted = anchor.head();
            byte[] hash = inside.get(noted.position());
            if (hash != null && noted.hash().is(hash)) {
                fits = Math.max(fits, noted.position());
            } else {
                flaw = Flaws.first(flaw, flaw(anchor, hash == null));
            }
        }
    }

    private Flaw flaw(Anchor anchor, boolean isCut) {
        Head noted = anchor.head();
        String between = "it fits up to position " + fits + ", and at " + anchor.at() + " position " + noted.position();
        return new Flaw(
                Kind.ANCHOR_DIFFERS,
                noted.auditId(),
                noted.position(),
                isCut
                        ? "the end of the chain was cut off: " + between + " was noted, which is not there"
                        : "the chain was written anew: " + between + " was noted with another hash");
    }

    private Map<Long, byte[]> inside(List<Anchor> anchors) {
        var hashes = new HashMap<Long, byte[]>();
        jdbc.sql("select position, hash from audit_seal where position = any(:positions)")
                .param(
                        "positions",
                        anchors.stream().map(anchor -> anchor.head().position()).toArray(Long[]::new))
                .query(row -> {
                    hashes.put(row.getLong("position"), row.getBytes("hash"));
                });
        return hashes;
    }

    long count() {
        return count;
    }

    @Nullable
    Flaw flaw() {
        return flaw;
    }
}
