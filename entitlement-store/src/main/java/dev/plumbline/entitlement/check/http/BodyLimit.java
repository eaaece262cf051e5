package dev.plumbline.entitlement.check.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Nothing that is sent to the API is larger than a catalog file (S-3). Tomcat itself bounds forms only. */
@Component
@Order(10)
class BodyLimit extends OncePerRequestFilter {
    static final long LARGEST = 5 * 1024 * 1024;

    private final ErrorAnswer errors;

    BodyLimit(ErrorAnswer errors) {
        this.errors = errors;
    }

    /** While it is read, because a chunked body does not say how long it is. */
    static final class BodyTooLarge extends IOException {
        BodyTooLarge() {
            super("The body is larger than " + LARGEST + " bytes");
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.startsWith("/v1/") && !path.startsWith("/ofrep/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > LARGEST) {
            errors.write(request, response, Problems.tooLarge());
            return;
        }
        try {
            chain.doFilter(new Bounded(request), response);
        } catch (BodyTooLarge tooLarge) {
            errors.write(request, response, Problems.tooLarge());
        }
    }

    private static final class Bounded extends HttpServletRequestWrapper {
        Bounded(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new BoundedStream(super.getInputStream());
        }
    }

    private static final class BoundedStream extends ServletInputStream {
        private final ServletInputStream body;
        private long read;

        BoundedStream(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            int one = body.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int some = body.read(target, offset, length);
            count(some);
            return some;
        }

        private void count(int some) throws BodyTooLarge {
            read += Math.max(some, 0);
            if (read > LARGEST) {
                throw new BodyTooLarge();
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
