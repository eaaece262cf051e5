package dev.plumbline.sync.setup;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What one node of an installation does (02, modules): {@code PLUMBLINE_ROLES}, all of it when nothing is said. */
public enum Role {
    /** Takes webhooks in. */
    INGEST,
    /** Fetches, applies, relays: everything that works in the background. */
    SYNC,
    /** Runs the jobs that compare and repair. */
    RECONCILE,
    /** Answers applications. */
    SERVE,
    /** Answers people. */
    CONSOLE;

    public static final String PROPERTY = "plumbline.roles";

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws StartRefused when one of them is none */
    public static Set<Role> of(Environment environment) {
        List<String> given =
                Binder.get(environment).bind(PROPERTY, Bindable.listOf(String.class)).orElse(List.of()).stream()
                        .map(String::strip)
                        .filter(role -> !role.isEmpty())
                        .toList();
        return given.isEmpty()
                ? EnumSet.allOf(Role.class)
                : given.stream().map(Role::of).collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    }

    private static Role of(String key) {
        return Arrays.stream(values())
                .filter(role -> role.key().equals(key.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new StartRefused(
                        "There is no role '" + key + "'",
                        "PLUMBLINE_ROLES is a list of: " + list(EnumSet.allOf(Role.class)) + ". Leave it out for all.",
                        null));
    }

    static String list(Set<Role> roles) {
        return roles.stream().map(Role::key).collect(Collectors.joining(", "));
    }
}
