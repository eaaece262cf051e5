package dev.plumbline.sync.login;

import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/**
 * What browsers are told with every page and file: only our own scripts and styles, none in the page itself; nobody frames us;
 * nothing is guessed, kept in caches or sent on (S-16, S-25). What a browser stops, it reports.
 */
public final class PageHeaders {
    private static final String POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self';"
            + " connect-src 'self'; script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
            + " report-uri " + LoginRoutes.REPORTS + "; report-to csp";

    private PageHeaders() {}

    public static void on(HeadersConfigurer<?> headers) {
        headers.contentSecurityPolicy(csp -> csp.policyDirectives(POLICY))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(permissions -> permissions.policy(
                        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"))
                .addHeaderWriter(new StaticHeadersWriter("Reporting-Endpoints", "csp=\"" + LoginRoutes.REPORTS + "\""))
                .addHeaderWriter(new StaticHeadersWriter("Cross-Origin-Opener-Policy", "same-origin"))
                .addHeaderWriter(new StaticHeadersWriter("Cross-Origin-Resource-Policy", "same-origin"));
    }
}
