package dev.plumbline.sync.delivery;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the sender of a webhook hears. A refusal has a small, fixed body: anybody can send one, so it costs nothing and tells
 * nothing that was sent.
 */
enum WebhookAnswer {
    KEPT(200, "", "", ""),
    NOT_VERIFIED(401, "Unauthorized", "NOT_VERIFIED", "The signature does not fit the body, a secret or the time"),
    ACCOUNT_UNKNOWN(404, "Not Found", "ACCOUNT_UNKNOWN", "No such account here, or it has no webhook secret"),
    TOO_LARGE(413, "Content Too Large", "TOO_LARGE", "The body is larger than is taken here"),
    TOO_MANY(429, "Too Many Requests", "TOO_MANY", "Much that proved nothing came from this address; send it again"),
    NOT_KEPT(503, "Service Unavailable", "NOT_KEPT", "Send it again");

    private final int status;
    private final String body;

    WebhookAnswer(int status, String title, String code, String detail) {
        this.status = status;
        this.body = status == 200
                ? ""
                : "{\"title\":\"%s\",\"status\":%d,\"code\":\"%s\",\"detail\":\"%s\"}"
                        .formatted(title, status, code, detail);
    }

    void to(HttpServletResponse response) throws IOException {
        response.setStatus(status);
        if (!body.isEmpty()) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            response.setContentType("application/problem+json");
            response.setContentLength(bytes.length);
            response.getOutputStream().write(bytes);
        }
    }
}
