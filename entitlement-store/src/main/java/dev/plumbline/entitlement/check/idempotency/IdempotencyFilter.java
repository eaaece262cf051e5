package dev.plumbline.entitlement.check.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.http.ErrorAnswer;
import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.check.idempotency.IdempotentRequests.Answer;
import dev.plumbline.entitlement.check.idempotency.IdempotentRequests.Claim;
import dev.plumbline.entitlement.check.idempotency.IdempotentRequests.Held;
import dev.plumbline.entitlement.check.idempotency.IdempotentRequests.RequestId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
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
    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyFilter.class);
    private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");
    /** They change nothing, and an old answer to a check would be a wrong one. */
    private static final Set<String> READS = Set.of("/v1/checks", "/v1/catalog/validate", "/v1/catalog/plan");

    private final IdempotentRequests requests;
    private final RunningRequests running;
    private final ErrorAnswer errors;

    IdempotencyFilter(IdempotentRequests requests, RunningRequests running, ErrorAnswer errors) {
        this.requests = requests;
        this.running = running;
        this.errors = errors;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(HEADER) == null
                || !WRITES.contains(request.getMethod())
                || !request.getRequestURI().startsWith("/v1/")
                || READS.contains(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(HEADER);
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (key.isBlank() || key.length() > LONGEST) {
            refuse(
                    request,
                    response,
                    HttpStatus.BAD_REQUEST,
                    "INVALID_PARAMETER",
                    "An Idempotency-Key has 1 to 255 characters");
        } else if (caller != null && caller.getPrincipal() instanceof Caller known) {
            once(new RequestId(known.id(), key), new KeptBody(request), response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void once(RequestId id, KeptBody request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Claim claim;
        try {
            claim = requests.claim(id, request.fingerprint());
        } catch (DataAccessException failure) {
            if (errors.writeIfDatabaseIsAway(request, response, failure)) {
                return;
            }
            throw failure;
        }
        switch (claim) {
            case Claim.First(var held) -> first(held, request, response, chain);
            case Claim.StillRunning() ->
                refuse(
                        request,
                        response,
                        HttpStatus.CONFLICT,
                        "IDEMPOTENCY_IN_PROGRESS",
                        "The first request with this key still runs");
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

    private void first(Held held, KeptBody request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var kept = new ContentCachingResponseWrapper(response);
        boolean answered = false;
        running.begin(held);
        try {
            chain.doFilter(request, kept);
            answered = kept.getStatus() < 500;
        } finally {
            keep(held, answered, request, kept);
            running.end(held);
            kept.copyBodyToResponse();
        }
    }

    /** The write is done by now: whoever waits for its answer gets it, whether or not it could be kept. */
    private void keep(Held held, boolean answered, KeptBody request, ContentCachingResponseWrapper response) {
        boolean secret = request.getAttribute(UnrepeatableMark.ATTRIBUTE) != null;
        try {
            if (answered) {
                String body = secret ? null : new String(response.getContentAsByteArray(), UTF_8);
                requests.answered(
                        held,
                        new Answer(
                                response.getStatus(),
                                response.getContentType(),
                                response.getHeader(HttpHeaders.LOCATION),
                                response.getHeader(HttpHeaders.ETAG),
                                body));
            } else {
                requests.release(held);
            }
        } catch (DataAccessException notKept) {
            LOG.warn(
                    "The answer to an idempotent request was not kept; for a minute its repetition is told to wait",
                    notKept);
        }
    }

    private void repeat(Answer answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String body = answer.body();
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
        if (answer.location() != null) {
            response.setHeader(HttpHeaders.LOCATION, answer.location());
        }
        if (answer.etag() != null) {
            response.setHeader(HttpHeaders.ETAG, answer.etag());
        }
        response.getOutputStream().write(body.getBytes(UTF_8));
    }

    private void refuse(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, String code, String detail)
            throws IOException {
        errors.write(request, response, Refusal.problem(status, code, detail));
    }
}
