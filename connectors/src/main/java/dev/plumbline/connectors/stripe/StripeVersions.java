package dev.plumbline.connectors.stripe;

import com.stripe.Stripe;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The versions of Stripe's API whose events we know how to look at. Stripe changes what breaks only with a new release name and
 * only adds within one, so a later month of a name we know is known; a plain date is from before names were given. Previews
 * promise nothing.
 */
final class StripeVersions {
    static final String NEWEST = Stripe.API_VERSION;

    private static final Set<String> RELEASES = Set.of("acacia", "basil", "clover", "dahlia");
    private static final String FIRST_WITH_A_NAME = "2024-09-30";
    private static final Pattern VERSION = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:\\.([a-z]+))?");

    private StripeVersions() {}

    static boolean knows(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return false;
        }
        String release = parts.group(2);
        return release == null ? parts.group(1).compareTo(FIRST_WITH_A_NAME) < 0 : RELEASES.contains(release);
    }
}
