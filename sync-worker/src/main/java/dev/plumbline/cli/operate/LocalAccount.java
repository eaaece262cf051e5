package dev.plumbline.cli.operate;

import dev.plumbline.cli.shell.Shell;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the environment of this terminal says of a billing account: the same variables as the server's. */
record LocalAccount(String provider, String name, boolean hasKey, boolean live, List<String> secrets) {
    private static final String PREFIX = "PLUMBLINE_";

    /** Nothing that is secret in it. */
    @Override
    public String toString() {
        return provider + "/" + name;
    }

    static String variable(String provider, String account, String setting) {
        return PREFIX + provider.toUpperCase(Locale.ROOT) + "_" + account.toUpperCase(Locale.ROOT) + "_" + setting;
    }

    static LocalAccount of(Shell shell, String provider, String account) {
        String key = shell.variable(variable(provider, account, "API_KEY"));
        String live = shell.variable(variable(provider, account, "LIVE"));
        return new LocalAccount(
                provider,
                account,
                key != null,
                live == null ? key != null && key.contains("_live_") : Boolean.parseBoolean(live),
                secrets(shell, provider, account));
    }

    private static List<String> secrets(Shell shell, String provider, String account) {
        String own = shell.variable(variable(provider, account, "WEBHOOK_SECRETS"));
        String demo = account.equals("default") ? shell.variable("PLUMBLINE_DEMO_WEBHOOK_SECRET") : null;
        @Nullable String used = own != null ? own : demo;
        return used == null
                ? List.of()
                : Arrays.stream(used.split(",", -1))
                        .map(String::strip)
                        .filter(secret -> !secret.isEmpty())
                        .toList();
    }

    /** Every account that a variable speaks of, in order. */
    static List<LocalAccount> all(Shell shell, String provider) {
        String prefix = PREFIX + provider.toUpperCase(Locale.ROOT) + "_";
        return shell.environment().keySet().stream()
                .filter(name -> name.startsWith(prefix) && name.indexOf('_', prefix.length()) > 0)
                .map(name -> name.substring(prefix.length(), name.indexOf('_', prefix.length())))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .sorted()
                .map(name -> of(shell, provider, name))
                .toList();
    }
}
