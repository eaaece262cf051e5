package dev.plumbline.entitlement.check.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that is refused, as RFC 9457 says it: with a stable {@code code}, and what is wrong where. */
public final class Refusal extends ErrorResponseException {
    private final List<Map<String, Object>> errors = new ArrayList<>();

    private final String code;

    private Refusal(HttpStatus status, String code, String detail) {
        super(status, problem(status, code, detail), null);
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static Refusal of(HttpStatus status, String code, String detail) {
        return new Refusal(status, code, detail);
    }

    /** One of the query's or the path's values is not what it should be. */
    public static Refusal ofParameter(String parameter, String detail) {
        return of(HttpStatus.BAD_REQUEST, "INVALID_PARAMETER", detail)
                .with(Map.of("parameter", parameter, "code", "INVALID_PARAMETER", "detail", detail));
    }

    /** Something in the body, found by its JSON pointer. */
    public static Refusal ofBody(String pointer, String detail) {
        return of(HttpStatus.BAD_REQUEST, "INVALID_BODY", detail).at(pointer, "INVALID_BODY", detail);
    }

    public Refusal at(String pointer, String code, String detail) {
        return with(Map.of("pointer", pointer, "code", code, "detail", detail));
    }

    public Refusal with(Map<String, Object> error) {
        errors.add(error);
        return set("errors", errors);
    }

    public Refusal set(String name, Object value) {
        getBody().setProperty(name, value);
        return this;
    }

    public Refusal header(String name, String value) {
        getHeaders().set(name, value);
        return this;
    }

    /** A problem with a code, for those who cannot throw. */
    public static ProblemDetail problem(HttpStatus status, String code, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatus(status);
        problem.setDetail(detail);
        problem.setProperty("code", code);
        return problem;
    }
}
