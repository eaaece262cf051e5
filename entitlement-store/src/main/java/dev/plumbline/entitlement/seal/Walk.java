package dev.plumbline.entitlement.seal;

import dev.plumbline.entitlement.seal.Flaw.Kind;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/** Goes from link to link and stops at the first that does not hold. */
final class Walk {
    private final SealKeys keys;
    private final Map<String, Mac> macs = new HashMap<>();
    private byte[] previous = Head.START.hash().bytes();
    private long position;
    private long keyless;
    private boolean keyed;
    private @Nullable Flaw flaw;

    Walk(SealKeys keys) {
        this.keys = keys;
    }

    long position() {
        return position;
    }

    long rows() {
        return flaw == null ? position : position + 1;
    }

    long keyless() {
        return keyless;
    }

    boolean isWhole() {
        return flaw == null;
    }

    @Nullable
    Flaw flaw() {
        return flaw;
    }

    void step(Link link) {
        if (flaw != null) {
            return;
        }
        flaw = wrongWith(link);
        if (flaw == null) {
            previous = link.hash().bytes();
            position = link.position();
            boolean secret = !link.keyId().equals(SealKey.NONE);
            keyed |= secret;
            keyless += secret ? 0 : 1;
        }
    }

    /** Links are missing at its end. */
    void endsAt(long head) {
        if (flaw == null && position < head) {
            flaw = new Flaw(Kind.SEAL_DELETED, 0, position + 1, "the chain has no position " + (position + 1));
        }
    }

    private @Nullable Flaw wrongWith(Link link) {
        long expected = position + 1;
        if (link.position() != expected) {
            return new Flaw(
                    Kind.SEAL_DELETED,
                    link.auditId(),
                    expected,
                    "the chain has no position " + expected + "; what follows is row " + link.auditId());
        }
        AuditRow row = link.row();
        if (row == null) {
            return flaw(Kind.ROW_DELETED, link, "it was sealed and is not there any more");
        }
        SealKey key = keys.byId(link.keyId()).orElse(null);
        if (key == null) {
            return flaw(
                    Kind.KEY_UNKNOWN,
                    link,
                    "it says it was sealed with the key " + link.keyId()
                            + ", which this node does not have: PLUMBLINE_AUDIT_OLD_KEYS");
        }
        if (!key.isSecret() && keyed) {
            return flaw(Kind.KEY_MISSING, link, "it was sealed without a key, behind rows that were sealed with one");
        }
        Mac mac = macs.computeIfAbsent(key.id(), _ -> key.mac());
        return link.hash().is(row.sealed(mac, link.position(), previous))
                ? null
                : flaw(Kind.ROW_CHANGED, link, "the row, its place or its seal is not what was sealed");
    }

    private static Flaw flaw(Kind kind, Link link, String detail) {
        return new Flaw(kind, link.auditId(), link.position(), detail);
    }
}
