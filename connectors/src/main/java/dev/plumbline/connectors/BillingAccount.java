package dev.plumbline.connectors;

import java.util.regex.Pattern;

/**
 * One account of ours at a provider, for example {@code stripe/default}. It is part of every provider-side key: the same
 * object id in two accounts is two objects (case F-40).
 */
public record BillingAccount(Provider provider, String name) implements Comparable<BillingAccount> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+");

    /** Whether an account can be called so. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    public BillingAccount {
        if (!isName(name)) {
            throw new IllegalArgumentException("An account's name has lower-case letters and digits only: " + name);
        }
    }

    @Override
    public int compareTo(BillingAccount other) {
        int byProvider = provider.compareTo(other.provider);
        return byProvider != 0 ? byProvider : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return provider + "/" + name;
    }
}
