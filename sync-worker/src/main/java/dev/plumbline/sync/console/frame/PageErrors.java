package dev.plumbline.sync.console.frame;

import dev.plumbline.entitlement.check.http.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** What a page shows that cannot be shown: the same words as the API's problems, and a way back. */
@ControllerAdvice(basePackages = "dev.plumbline.sync.console")
@Order(-2) // before the API's, which answers with JSON
class PageErrors {
    private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);

    private final Permissions permissions;
    private final InstantSource business;

    PageErrors(Permissions permissions, InstantSource businessClock) {
        this.permissions = permissions;
        this.business = businessClock;
    }

    @ExceptionHandler
    ModelAndView show(Exception failure, HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (failure instanceof AccessDeniedException || failure instanceof AuthenticationException) {
            throw failure;
        }
        Problems.Answer answer = Problems.of(failure);
        String reference = answer.caused() ? Reference.made() : "";
        if (answer.caused()) {
            LOG.error(
                    "The page {} {} failed (reference {})",
                    request.getMethod(),
                    request.getServletPath(),
                    reference,
                    failure);
        }
        ProblemDetail problem = answer.problem();
        answer.headers().forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
        String title = Objects.requireNonNullElse(problem.getTitle(), "It did not work");
        return new ModelAndView(
                "problem",
                Map.of(
                        "frame",
                        new Frame(request, permissions),
                        "words",
                        new Words(business.instant()),
                        "title",
                        title,
                        "reference",
                        reference,
                        "detail",
                        detail(problem, title)),
                HttpStatus.valueOf(problem.getStatus()));
    }

    /** With the parameter it is about: of several in the address one is wrong. */
    private static String detail(ProblemDetail problem, String title) {
        String detail = Objects.requireNonNullElse(problem.getDetail(), title);
        return problem.getProperties() != null
                        && problem.getProperties().get("errors") instanceof List<?> errors
                        && !errors.isEmpty()
                        && errors.getFirst() instanceof Map<?, ?> error
                        && error.get("parameter") != null
                ? error.get("parameter") + ": " + detail
                : detail;
    }
}
