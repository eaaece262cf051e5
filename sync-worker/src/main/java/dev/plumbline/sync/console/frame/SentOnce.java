package dev.plumbline.sync.console.frame;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartRequest;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Who presses a button twice is led where the first time led, and nothing is done again. The token in a form is another one each
 * time its page is made: the same token with the same fields is the same form. What was refused may be sent again as it is.
 */
@Component
class SentOnce implements HandlerInterceptor, WebMvcConfigurer {
    private static final String MINE = SentOnce.class.getName();
    private static final String TOKEN = "_csrf";
    private static final int MOST = 10_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final long LONGEST_SECONDS = 30;

    /** By the form, where it led; empty when it was refused. */
    private final Cache<String, CompletableFuture<Optional<String>>> sent =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    private record Mine(String form, CompletableFuture<Optional<String>> led) {}

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/console/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        String form = form(request);
        if (form == null) {
            return true;
        }
        var mine = new Mine(form, new CompletableFuture<>());
        CompletableFuture<Optional<String>> first = sent.asMap().putIfAbsent(form, mine.led());
        if (first == null) {
            request.setAttribute(MINE, mine);
            return true;
        }
        Optional<String> led = ended(first);
        if (led.isPresent()) {
            response.sendRedirect(led.get());
        }
        return led.isEmpty();
    }

    /** Null for what is no form of a page that was made for this session, and for one with a file: that is no field. */
    private static @Nullable String form(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (request instanceof MultipartRequest) {
            return null;
        }
        if (!HttpMethod.POST.matches(request.getMethod()) || session == null || request.getParameter(TOKEN) == null) {
            return null;
        }
        var all = new StringBuilder(session.getId()).append('\0').append(request.getRequestURI());
        new TreeMap<>(request.getParameterMap()).forEach((name, values) -> {
            for (String value : values) {
                all.append('\0').append(name).append('\0').append(value);
            }
        });
        return sha256(all.toString());
    }

    /** What people type is not kept for it. */
    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static Optional<String> ended(CompletableFuture<Optional<String>> first) {
        try {
            return first.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException unknown) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (request.getAttribute(MINE) instanceof Mine mine) {
            Optional<String> led =
                    failure == null ? Optional.ofNullable(response.getHeader(HttpHeaders.LOCATION)) : Optional.empty();
            if (led.isEmpty()) {
                sent.invalidate(mine.form());
            }
            mine.led().complete(led);
        }
    }
}
