package dev.plumbline.sync.console.frame;

import dev.plumbline.entitlement.check.http.ErrorAnswer;
import dev.plumbline.entitlement.check.http.Refusal;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * What is left when nothing else answered: a page that failed while it was rendered, a filter that threw. People get a page with
 * a reference, programs a problem with the same. Nobody asks for it by its address; the container comes here by itself.
 */
@Controller
class FailedPage implements ErrorController {
    private static final Logger LOG = LoggerFactory.getLogger(FailedPage.class);
    private static final List<String> OF_PROGRAMS =
            List.of("/v1/", "/ofrep/", "/webhooks", "/actuator", "/schema", "/v3/");

    private final ErrorAnswer errors;

    FailedPage(ErrorAnswer errors) {
        this.errors = errors;
    }

    @RequestMapping("${server.error.path:/error}")
    @Nullable
    String answer(HttpServletRequest request, HttpServletResponse response, Model page) throws IOException {
        HttpStatus status = status(request);
        String path = text(request, RequestDispatcher.ERROR_REQUEST_URI);
        String reference = status.is5xxServerError() ? logged(request, path) : null;
        if (isForPeople(request, path)) {
            response.setStatus(status.value());
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            page.addAttribute("status", status.value());
            page.addAttribute("reference", reference);
            return "failed";
        }
        errors.write(as(path, request), response, problem(status, reference));
        return null;
    }

    private static String logged(HttpServletRequest request, String path) {
        String reference = Reference.made();
        if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure) {
            LOG.error(
                    "{} {} failed while it was answered (reference {})", request.getMethod(), path, reference, failure);
        } else {
            LOG.error("{} {} was answered with nothing (reference {})", request.getMethod(), path, reference);
        }
        return reference;
    }

    private static ProblemDetail problem(HttpStatus status, @Nullable String reference) {
        if (reference == null) {
            return Refusal.problem(status, status.name(), status.getReasonPhrase());
        }
        ProblemDetail problem = Refusal.problem(
                status, "INTERNAL_ERROR", "This is our fault; the log of the service says more under " + reference);
        problem.setProperty("reference", reference);
        return problem;
    }

    /** A browser says that it wants a page; what is asked of the API is never answered with one. */
    private static boolean isForPeople(HttpServletRequest request, String path) {
        String accepted = request.getHeader(HttpHeaders.ACCEPT);
        return accepted != null
                && accepted.contains(MediaType.TEXT_HTML_VALUE)
                && OF_PROGRAMS.stream().noneMatch(path::startsWith);
    }

    private static HttpStatus status(HttpServletRequest request) {
        HttpStatus status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                ? HttpStatus.resolve(code)
                : null;
        return status == null || !status.isError() ? HttpStatus.INTERNAL_SERVER_ERROR : status;
    }

    /** The shape of an error depends on what was asked for, not on where the container sent it. */
    private static HttpServletRequest as(String path, HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public String getRequestURI() {
                return path;
            }
        };
    }

    private static String text(HttpServletRequest request, String attribute) {
        return request.getAttribute(attribute) instanceof String text ? text : "/";
    }
}
