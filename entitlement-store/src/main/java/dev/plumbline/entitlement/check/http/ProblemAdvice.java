package dev.plumbline.entitlement.check.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Every failure of the API leaves as a problem with a code, and never with a stack trace. */
@RestControllerAdvice
@Order(-1) // before Spring Boot's own problem details, which have no code and stand at 0
class ProblemAdvice {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);
    private static final List<String> OURS = List.of("/v1/", "/ofrep/", "/schema/", "/webhooks");

    @ExceptionHandler
    ResponseEntity<Object> answer(Exception failure, HttpServletRequest request) throws Exception {
        if (isForTheSecurityChain(failure)) {
            throw failure;
        }
        if (!isOurs(request)) {
            return elsewhere(failure);
        }
        Problems.Answer answer = Problems.of(failure);
        if (answer.caused()) {
            LOG.error("{} {} failed", request.getMethod(), request.getServletPath(), failure);
        }
        var headers = new HttpHeaders(answer.headers());
        headers.setContentType(ErrorAnswer.type(request));
        return ResponseEntity.status(ErrorAnswer.status(request, answer.problem()))
                .headers(headers)
                .body(ErrorAnswer.body(request, answer.problem()));
    }

    /** As Spring would answer it, were we not before it. */
    private static ResponseEntity<Object> elsewhere(Exception failure) throws Exception {
        if (failure instanceof ErrorResponse spring) {
            return ResponseEntity.status(spring.getStatusCode())
                    .headers(spring.getHeaders())
                    .body(spring.getBody());
        }
        throw failure;
    }

    /** Pages for people have pages for their errors. */
    private static boolean isOurs(HttpServletRequest request) {
        return OURS.stream().anyMatch(request.getRequestURI()::startsWith);
    }

    private static boolean isForTheSecurityChain(Exception failure) {
        return failure instanceof AccessDeniedException || failure instanceof AuthenticationException;
    }
}
