package dev.plumbline.entitlement.check.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of every error, whoever finds it. OFREP has a shape of its own; its clients read an empty or foreign body as a
 * parse error.
 */
@Component
public class ErrorAnswer {
    private static final String OFREP = "/ofrep/";
    private static final String ONE_FLAG = "/ofrep/v1/evaluate/flags/";

    private final JsonMapper json;

    ErrorAnswer(JsonMapper json) {
        this.json = json;
    }

    /** For filters, which stand before the handlers of exceptions. */
    public void write(HttpServletRequest request, HttpServletResponse response, ProblemDetail problem)
            throws IOException {
        response.setStatus(status(request, problem));
        response.setContentType(type(request).toString());
        response.getOutputStream().write(json.writeValueAsBytes(body(request, problem)));
    }

    /** The same for a failure that only time mends; false when it is not one. */
    public boolean writeIfDatabaseIsAway(
            HttpServletRequest request, HttpServletResponse response, RuntimeException failure) throws IOException {
        if (!DatabaseAway.isCauseOf(failure)) {
            return false;
        }
        Problems.Answer answer = Problems.of(failure);
        answer.headers().forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
        write(request, response, answer.problem());
        return true;
    }

    /** OFREP knows one status for a body that cannot be read, whatever the reason. */
    static int status(HttpServletRequest request, ProblemDetail problem) {
        boolean foreign = problem.getStatus() == HttpStatus.UNSUPPORTED_MEDIA_TYPE.value();
        return isOfrep(request) && foreign ? HttpStatus.BAD_REQUEST.value() : problem.getStatus();
    }

    static MediaType type(HttpServletRequest request) {
        return isOfrep(request) ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_PROBLEM_JSON;
    }

    static Object body(HttpServletRequest request, ProblemDetail problem) {
        return isOfrep(request) ? ofrep(request.getRequestURI(), status(request, problem), problem) : problem;
    }

    private static Map<String, Object> ofrep(String path, int status, ProblemDetail problem) {
        var body = new LinkedHashMap<String, Object>();
        if (path.startsWith(ONE_FLAG)) {
            body.put("key", path.substring(ONE_FLAG.length()));
        }
        body.put("errorCode", status == 400 ? "PARSE_ERROR" : "GENERAL");
        body.put("errorDetails", String.valueOf(problem.getDetail()));
        return body;
    }

    private static boolean isOfrep(HttpServletRequest request) {
        return request.getRequestURI().startsWith(OFREP);
    }
}
