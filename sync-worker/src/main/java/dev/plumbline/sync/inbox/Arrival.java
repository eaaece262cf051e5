package dev.plumbline.sync.inbox;

import dev.plumbline.connectors.Hint;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A delivery on its way into the inbox, as the columns of its row. */
final class Arrival {
    private final Admitted admitted;
    private final Hint.@Nullable Event event;
    private final Disposition.@Nullable LookAt lookAt;
    private final String id;
    private volatile @Nullable Boolean fresh;

    Arrival(Admitted admitted) {
        this.admitted = admitted;
        this.event = admitted.hint() instanceof Hint.Event e ? e : null;
        this.lookAt = admitted.disposition() instanceof Disposition.LookAt l ? l : null;
        this.id = event != null ? event.id() : hashOf(body());
    }

    /** What makes it this delivery and no other. */
    record Key(String provider, String account, String event) {}

    Key key() {
        return new Key(provider(), account(), id);
    }

    /** Empty while it is not kept. */
    Optional<Boolean> fresh() {
        return Optional.ofNullable(fresh);
    }

    void kept(boolean isFresh) {
        fresh = isFresh;
    }

    String provider() {
        return admitted.delivery().account().provider().key();
    }

    String account() {
        return admitted.delivery().account().name();
    }

    String event() {
        return id;
    }

    @Nullable
    String type() {
        return event != null ? event.type() : null;
    }

    @Nullable
    String apiVersion() {
        return event != null ? event.apiVersion() : null;
    }

    /** RFC 3339. */
    @Nullable
    String created() {
        Instant created = event != null ? event.created() : null;
        return created != null ? created.toString() : null;
    }

    String state() {
        return admitted.disposition().state();
    }

    @Nullable
    String why() {
        return admitted.disposition() instanceof Disposition.Quarantine(var why) ? why : null;
    }

    /** Null when nobody is to be looked at. */
    @Nullable
    String kind() {
        return lookAt != null ? lookAt.kind() : null;
    }

    /** Null when nobody is to be looked at. */
    @Nullable
    String subject() {
        return lookAt != null ? lookAt.id() : null;
    }

    boolean closely() {
        return event != null && event.closely();
    }

    byte[] body() {
        return admitted.delivery().body();
    }

    /** What has no id of its own is recognised by its bytes. */
    private static String hashOf(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }
}
