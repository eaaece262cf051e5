package dev.plumbline.entitlement.check.usage;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.Reasons;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.metering.CloudEvents;
import dev.plumbline.entitlement.metering.Outcome;
import dev.plumbline.entitlement.metering.UsageIntake;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** CloudEvents 1.0 over HTTP in all three of its modes: one as JSON, a batch as JSON, or one with its attributes in headers. */
@RestController
class UsageController {
    private static final String ATTRIBUTE = "ce-";
    private static final String JSON = "application/json";

    private final UsageIntake intake;
    private final int most;

    UsageController(UsageIntake intake, @Value("${plumbline.usage.batch:10000}") int most) {
        this.intake = intake;
        this.most = most;
    }

    /** @param outcomes one for each event, in their order */
    record Taken(List<Outcome> outcomes) {}

    @PostMapping("/v1/usage")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Taken take(
            HttpServletRequest request, @RequestHeader(name = Reasons.HEADER, required = false) @Nullable String reason)
            throws IOException {
        return switch (read(request)) {
            case CloudEvents.Read.Events(var events) ->
                new Taken(intake.take(
                        events,
                        Caller.current().because(reason == null ? Reasons.NONE_GIVEN : Reasons.checked(reason))));
            case CloudEvents.Read.Unreadable(String code, String detail) ->
                throw Refusal.of(HttpStatus.BAD_REQUEST, code, detail)
                        .with(Map.of("pointer", "", "code", code, "detail", detail));
        };
    }

    private CloudEvents.Read read(HttpServletRequest request) throws IOException {
        String type = request.getContentType();
        byte[] body = request.getInputStream().readAllBytes();
        String bare = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (bare.equals(CloudEvents.ONE) || bare.equals(CloudEvents.BATCH)) {
            return CloudEvents.structured(body, most);
        }
        Map<String, String> attributes = attributes(request);
        if (!attributes.isEmpty()) {
            return CloudEvents.binary(attributes, type, body);
        }
        // Said less exactly, and meant the same.
        if (bare.equals(JSON)) {
            return CloudEvents.structured(body, most);
        }
        String taken = CloudEvents.ONE + ", " + CloudEvents.BATCH + ", or ce- headers";
        throw Refusal.of(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "MEDIA_TYPE_UNSUPPORTED",
                        "Usage comes as CloudEvents 1.0: " + taken)
                .with(Map.of(
                        "header",
                        "Content-Type",
                        "code",
                        "MEDIA_TYPE_UNSUPPORTED",
                        "detail",
                        "What is taken here: " + taken));
    }

    private static Map<String, String> attributes(HttpServletRequest request) {
        var attributes = new HashMap<String, String>();
        request.getHeaderNames().asIterator().forEachRemaining(header -> {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith(ATTRIBUTE)) {
                attributes.put(name.substring(ATTRIBUTE.length()), decoded(request.getHeader(header)));
            }
        });
        return attributes;
    }

    /** As the HTTP binding has it: what is no printable ASCII is percent-encoded UTF-8. */
    private static String decoded(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return value;
        }
    }
}
