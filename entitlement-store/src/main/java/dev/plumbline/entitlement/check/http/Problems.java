package dev.plumbline.entitlement.check.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** What each failure is called. Says where the input is wrong, never what our code is made of. */
public final class Problems {
    private static final String RETRY_SECONDS = "5";
    private static final String BODY_MALFORMED = "BODY_MALFORMED";
    private static final String PARAMETER_MALFORMED = "PARAMETER_MALFORMED";

    /** @param caused by us, so that the log must tell more than the answer does */
    public record Answer(ProblemDetail problem, HttpHeaders headers, boolean caused) {}

    private Problems() {}

    public static Answer of(Exception failure) {
        return switch (failure) {
            case Exception large when isCausedBy(BodyLimit.BodyTooLarge.class, large) -> answer(tooLarge());
            case Exception slow when isCausedBy(BodyTooSlow.class, slow) -> answer(tooSlow());
            case Refusal refusal -> answer(refusal.getBody(), refusal.getHeaders());
            case HttpMessageNotReadableException unreadable -> answer(unreadable(unreadable));
            case MissingServletRequestParameterException missing ->
                answer(Refusal.ofParameter(missing.getParameterName(), "It is required")
                        .getBody());
            case TypeMismatchException mistyped -> answer(mistyped(mistyped));
            case BindException bound
            when firstMistyped(bound).isPresent() ->
                answer(mistyped(firstMistyped(bound).orElseThrow()));
            case ErrorResponse spring -> answer(spring.getBody(), spring.getHeaders());
            case Exception locked when PeriodLocked.isCauseOf(locked) -> answer(PeriodLocked.problem(locked));
            case Exception zero when ZeroCharacter.isCauseOf(zero) -> answer(ZeroCharacter.problem());
            case Exception away when DatabaseAway.isCauseOf(away) -> databaseAway();
            case ConcurrencyFailureException _ -> contended();
            default ->
                new Answer(
                        Refusal.problem(
                                HttpStatus.INTERNAL_SERVER_ERROR,
                                "INTERNAL_ERROR",
                                "This is our fault; the log of the service says more"),
                        HttpHeaders.EMPTY,
                        true);
        };
    }

    static ProblemDetail tooLarge() {
        return Refusal.problem(HttpStatus.CONTENT_TOO_LARGE, "TOO_LARGE", "A body has at most 5 MiB");
    }

    private static ProblemDetail tooSlow() {
        return Refusal.problem(HttpStatus.REQUEST_TIMEOUT, "BODY_TOO_SLOW", BodyTooSlow.DETAIL);
    }

    private static boolean isCausedBy(Class<? extends Throwable> type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static Answer databaseAway() {
        return later("DATABASE_UNAVAILABLE", "The database cannot be reached; try again soon");
    }

    private static Answer contended() {
        return later("CONTENDED", "Too many write the same at once; try again soon");
    }

    private static Answer later(String code, String detail) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        return new Answer(Refusal.problem(HttpStatus.SERVICE_UNAVAILABLE, code, detail), headers, false);
    }

    private static ProblemDetail unreadable(HttpMessageNotReadableException failure) {
        return switch (failure.getCause()) {
            case UnrecognizedPropertyException unknown ->
                malformed(pointer(unknown), "There is no such field: " + unknown.getPropertyName());
            case DatabindException mistyped -> malformed(pointer(mistyped), "This value is not of the right type");
            case JacksonException malformed ->
                malformed(
                        pointer(malformed),
                        "The body is not JSON: line %d, column %d"
                                .formatted(
                                        malformed.getLocation().getLineNr(),
                                        malformed.getLocation().getColumnNr()));
            case null, default -> malformed("", "The body is missing or cannot be read");
        };
    }

    private static ProblemDetail malformed(String pointer, String detail) {
        return Refusal.of(HttpStatus.BAD_REQUEST, BODY_MALFORMED, detail)
                .at(pointer, BODY_MALFORMED, detail)
                .getBody();
    }

    private static String pointer(JacksonException failure) {
        var pointer = new StringBuilder();
        failure.getPath().forEach(step -> {
            String name = step.getPropertyName();
            pointer.append('/')
                    .append(
                            name == null
                                    ? step.getIndex()
                                    : name.replace("~", "~0").replace("/", "~1"));
        });
        return pointer.toString();
    }

    /** Of several parameters that are read together; empty when something else is wrong with them. */
    private static Optional<TypeMismatchException> firstMistyped(BindException failure) {
        return failure.getFieldErrors().stream()
                .filter(error -> error.contains(TypeMismatchException.class))
                .map(error -> error.unwrap(TypeMismatchException.class))
                .findFirst();
    }

    private static ProblemDetail mistyped(TypeMismatchException failure) {
        String parameter = failure instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : String.valueOf(failure.getPropertyName());
        Class<?> type = failure.getRequiredType();
        String detail = EXPECTED.getOrDefault(type == null ? "" : type.getSimpleName(), "It cannot be read");
        return Refusal.of(HttpStatus.BAD_REQUEST, PARAMETER_MALFORMED, detail)
                .with(Map.of("parameter", parameter, "code", PARAMETER_MALFORMED, "detail", detail))
                .getBody();
    }

    private static final Map<String, String> EXPECTED = Map.of(
            "Instant", "It is an RFC 3339 instant such as 2026-11-21T10:00:00Z (in a URL, + is written %2B)",
            "Duration", "It is an ISO 8601 duration such as PT5S",
            "BigDecimal", "It is a number",
            "Long", "It is a whole number",
            "int", "It is a whole number",
            "boolean", "It is true or false",
            "Boolean", "It is true or false");

    private static Answer answer(ProblemDetail problem) {
        return answer(problem, HttpHeaders.EMPTY);
    }

    /** Spring's own problems have no code yet. */
    private static Answer answer(ProblemDetail problem, HttpHeaders headers) {
        if (problem.getProperties() == null || !problem.getProperties().containsKey("code")) {
            String code = code(problem.getStatus());
            problem.setProperty("code", code);
            wrongHeader(problem.getStatus(), headers, code)
                    .ifPresent(error -> problem.setProperty("errors", List.of(error)));
        }
        return new Answer(problem, headers, false);
    }

    /** For 405, 406 and 415 Spring says in a header what would have been right. */
    private static Optional<Map<String, Object>> wrongHeader(int status, HttpHeaders headers, String code) {
        return switch (status) {
            case 405 -> wrong("parameter", "method", headers.getFirst(HttpHeaders.ALLOW), code);
            case 406 -> wrong("header", "Accept", headers.getFirst(HttpHeaders.ACCEPT), code);
            case 415 -> wrong("header", "Content-Type", headers.getFirst(HttpHeaders.ACCEPT), code);
            default -> Optional.empty();
        };
    }

    private static Optional<Map<String, Object>> wrong(String kind, String name, @Nullable String right, String code) {
        String detail = right == null ? "It is not what is taken here" : "What is taken here: " + right;
        return Optional.of(Map.of(kind, name, "code", code, "detail", detail));
    }

    private static String code(int status) {
        return switch (status) {
            case 400 -> "INVALID_REQUEST";
            case 413 -> "TOO_LARGE";
            case 415 -> "MEDIA_TYPE_UNSUPPORTED";
            default -> {
                HttpStatus known = HttpStatus.resolve(status);
                yield known == null ? "REFUSED" : known.name();
            }
        };
    }
}
