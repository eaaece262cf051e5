package dev.plumbline.sync.login;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What browsers stopped because the policy forbids it: a mistake in a page of ours, or somebody's script in it (S-16). Anybody can send these. */
@RestController
class CspReports {
    private static final Logger LOG = LoggerFactory.getLogger(CspReports.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LARGEST = 16_384;
    /** Said this often, then once in a hundred: whoever sends reports must not fill the log. */
    private static final int SAID_EACH = 20;

    private static final int SAID_ONE_IN = 100;
    private static final Set<String> DIRECTIVES = Set.of(
            "script-src",
            "script-src-elem",
            "script-src-attr",
            "style-src",
            "style-src-elem",
            "style-src-attr",
            "img-src",
            "font-src",
            "connect-src",
            "form-action",
            "frame-ancestors",
            "base-uri",
            "default-src");

    private final MeterRegistry meters;
    private final AtomicLong reports = new AtomicLong();

    CspReports(MeterRegistry meters) {
        this.meters = meters;
    }

    @PostMapping(LoginRoutes.REPORTS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void take(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST);
        try {
            JsonNode sent = JSON.readTree(body);
            if (sent.isArray()) {
                sent.forEach(one -> count(one.path("body").path("effectiveDirective")));
            } else {
                JsonNode old = sent.path("csp-report");
                JsonNode effective = old.path("effective-directive");
                count(effective.isString() ? effective : old.path("violated-directive"));
            }
        } catch (JacksonException unreadable) {
            LOG.debug("A report that is none", unreadable);
        }
    }

    /** @return how many this node has heard of since it started */
    @GetMapping(LoginRoutes.REPORTS)
    Map<String, Long> heard() {
        return Map.of("reports", reports.get());
    }

    private void count(JsonNode directive) {
        String said = directive.asString("");
        String known = DIRECTIVES.contains(said) ? said : "other";
        meters.counter("plumbline.csp.reports", "directive", known).increment();
        long number = reports.incrementAndGet();
        if (number <= SAID_EACH || number % SAID_ONE_IN == 0) {
            LOG.warn("A browser stopped something in a page that the policy for {} forbids (report {})", known, number);
        }
    }
}
