package dev.plumbline.entitlement.seal;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** The key that seals now, and those that did before: a chain is read with all of them. */
@Component
class SealKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SealKeys.class);

    private final SealKey current;
    private final Map<String, SealKey> byId = new HashMap<>();

    SealKeys(
            @Value("${plumbline.audit.key:}") String key,
            @Value("${plumbline.audit.key-file:}") @Nullable Path file,
            @Value("${plumbline.audit.old-keys:}") List<String> old) {
        this.current = current(key.strip(), file);
        byId.put(SealKey.NONE, SealKey.WITHOUT_SECRET);
        old.stream()
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .map(SealKey::of)
                .forEach(retired -> byId.put(retired.id(), retired));
        byId.put(current.id(), current);
        if (!current.isSecret()) {
            LOG.warn(
                    "The audit is sealed without a key: who owns the database could rewrite it unseen. Set"
                            + " PLUMBLINE_AUDIT_KEY to a secret of {} characters or more, the same on every node",
                    SealKey.SHORTEST);
        }
    }

    private static SealKey current(String key, @Nullable Path file) {
        if (!key.isEmpty()) {
            return SealKey.of(key);
        }
        return file == null || file.toString().isEmpty() ? SealKey.WITHOUT_SECRET : SealKey.of(KeyFile.read(file));
    }

    SealKey current() {
        return current;
    }

    /** Empty for a key that this node was not given. */
    Optional<SealKey> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }
}
