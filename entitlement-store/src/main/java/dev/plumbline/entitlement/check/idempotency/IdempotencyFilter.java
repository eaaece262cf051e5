package dev.plumbline.entitlement.check.idempotency;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.ErrorAnswer;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.idempotency.IdempotentRequests.Answer;
import dev.plumbline.entitlement.check.idempotency.IdempotentRequests.Claim;
import dev.plumbline.entitlement.check.idempotency.IdempotentRequests.Id;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/** Honours {@code Idempotency-Key} on writes. Stands behind the security chain: who may not, leaves no row. */
@Component
@Order(20)
class IdempotencyFilter extends OncePerRequestFilter {
    private static final String HEADER = "Idempotency-Key";
    private static final String REPLAYED = "Idempotency-Replayed";
    private static final int LONGEST = 255;
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final IdempotentRequests requests;
    private final ErrorAnswer errors;

    IdempotencyFilter(IdempotentRequests requests, ErrorAnswer errors) {
        this.requests = requests;
        this.errors = errors;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(HEADER) == null
                || !WRITES.contains(request.getMethod())
                || !request.getRequestURI().startsWith("/v1/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(HEADER);
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (key.isBlank() || key.length() > LONGEST) {
            refuse(request, response, HttpStatus.BAD_REQUEST, "INVALID_PARAMETER", "An Idempotency-Key has 1 to 255 characters");
        } else if (caller != null && caller.getPrincipal() instanceof Caller known) {
            once(new Id(known.id(), key), new KeptBody(request), response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void once(Id id, KeptBody request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        switch (requests.claim(id, request.fingerprint())) {
            case Claim.First() -> first(id, request, response, chain);
            case Claim.StillRunning() ->
                refuse(request, response, HttpStatus.CONFLICT, "IDEMPOTENCY_IN_PROGRESS", "The first request with this key still runs");
            case Claim.OtherRequest() ->
                refuse(
                        request,
                        response,
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "IDEMPOTENCY_KEY_REUSED",
                        "This key came with another request before");
            case Claim.Answered(Answer answer) -> repeat(answer, request, response);
        }
    }

    private void first(Id id, KeptBody request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var kept = new ContentCachingResponseWrapper(response);
        boolean answered = false;
        try {
            chain.doFilter(request, kept);
            answered = kept.getStatus() < 500;
        } finally {
            if (answered) {
                boolean secret = request.getAttribute(UnrepeatableMark.ATTRIBUTE) != null;
                requests.answered(
                        id, new Answer(kept.getStatus(), kept.getContentType(), secret ? null : kept.getContentAsByteArray()));
            } else {
                requests.release(id);
            }
            kept.copyBodyToResponse();
        }
    }

    private void repeat(Answer answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = answer.body();
        if (body == null) {
            refuse(
                    request,
                    response,
                    HttpStatus.CONFLICT,
                    "IDEMPOTENT_ANSWER_NOT_KEPT",
                    "This was done before; its answer held a secret and is not shown again");
            return;
        }
        response.setStatus(answer.status());
        response.setHeader(REPLAYED, "true");
        if (answer.contentType() != null) {
            response.setContentType(answer.contentType());
        }
        response.getOutputStream().write(body);
    }

    private void refuse(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, String code, String detail)
            throws IOException {
        errors.write(request, response, Refusal.problem(status, code, detail));
    }
}
