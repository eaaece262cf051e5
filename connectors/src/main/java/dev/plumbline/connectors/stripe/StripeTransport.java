package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREACHABLE;
import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREADABLE;

import com.stripe.net.HttpClient;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.NoAnswer;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;

/**
 * The SDK's calls over the JDK's HTTP client. The SDK's own transport follows redirects, key in hand, and has no limit for
 * the whole of an answer, neither in time nor in size.
 */
final class StripeTransport extends HttpClient {
    private static final long LARGEST_ANSWER = 32L << 20;

    private final java.net.http.HttpClient http;
    private final Duration wholeAnswer;

    StripeTransport(StripeAccount.Timeouts timeouts) {
        this.wholeAnswer = timeouts.connect().plus(timeouts.answer());
        this.http = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .followRedirects(java.net.http.HttpClient.Redirect.NEVER)
                .connectTimeout(timeouts.connect())
                .build();
    }

    @Override
    public StripeResponse request(StripeRequest request) {
        AtomicBoolean answered = new AtomicBoolean();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(toGet(request), head -> {
            answered.set(true);
            return BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER)
                    .apply(head);
        });
        try {
            HttpResponse<byte[]> whole = answer.get(wholeAnswer.toMillis(), TimeUnit.MILLISECONDS);
            return new StripeResponse(
                    whole.statusCode(),
                    HttpHeaders.of(whole.headers().map()),
                    new String(whole.body(), StandardCharsets.UTF_8));
        } catch (TimeoutException slow) {
            answer.cancel(true);
            throw unreachable("Stripe gave no whole answer within " + wholeAnswer, slow);
        } catch (InterruptedException stopping) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw unreachable("We were stopped while Stripe was answering", stopping);
        } catch (ExecutionException failure) {
            throw unavailable(Objects.requireNonNullElse(failure.getCause(), failure), answered.get());
        }
    }

    private static BillingUnavailable unavailable(Throwable failure, boolean answered) {
        if (answered || failure instanceof ProtocolException) {
            return new BillingUnavailable(UNREADABLE, "Stripe's answer was cut off or is no HTTP", null, failure);
        }
        boolean connecting = failure instanceof HttpConnectTimeoutException;
        boolean otherTimeout = failure instanceof HttpTimeoutException && !connecting;
        if (failure instanceof IOException && !otherTimeout && !(failure instanceof SSLException)) {
            return unreachable("Stripe cannot be reached", new NoAnswer("no connection, or it broke", failure));
        }
        return unreachable("Stripe cannot be reached", failure);
    }

    private static BillingUnavailable unreachable(String message, Throwable source) {
        return new BillingUnavailable(UNREACHABLE, message, null, source);
    }

    /** The SDK's headers, but not its telemetry. */
    private static HttpRequest toGet(StripeRequest request) {
        HttpRequest.Builder get =
                HttpRequest.newBuilder(URI.create(request.url().toString())).GET();
        request.headers().map().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("X-Stripe-Client-Telemetry")) {
                get.setHeader(name, String.join(",", values));
            }
        });
        return get.setHeader("User-Agent", "Plumbline").build();
    }
}
