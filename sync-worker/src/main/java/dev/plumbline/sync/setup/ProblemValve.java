package dev.plumbline.sync.setup;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The body of what Tomcat refuses by itself, before anything of ours is asked: a line, a header or an escape that is not HTTP.
 * Its own is a page for people. Nothing of the request is repeated in it. Tomcat makes it, by name, so it is public.
 */
public final class ProblemValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var mayWrite = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, mayWrite);
        if (!mayWrite.get()) {
            return;
        }
        try {
            response.setContentType("application/problem+json");
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(problem(response.getStatus()));
                response.finishResponse();
            }
        } catch (IOException | IllegalStateException gone) {
            // Who sent it does not listen any more.
        }
    }

    private static String problem(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        String title = known == null ? "Refused" : known.getReasonPhrase();
        return "{\"title\":\"%s\",\"status\":%d,\"code\":\"%s\",\"detail\":\"%s\"}"
                .formatted(title, status, code(status, known), detail(status));
    }

    private static String code(int status, @Nullable HttpStatus known) {
        return switch (status) {
            case 400 -> "INVALID_HTTP";
            case 500 -> "INTERNAL_ERROR";
            default -> known == null ? "REFUSED" : known.name();
        };
    }

    private static String detail(int status) {
        return status >= 500
                ? "This is our fault; the log of the service says more"
                : "The request's line, headers or escapes are not what HTTP allows here";
    }
}
