package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.BillingUnavailable.Cause.KEY_REFUSED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.RATE_LIMITED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREACHABLE;
import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREADABLE;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import com.stripe.net.ApiResource.RequestMethod;
import com.stripe.net.HttpClient;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import dev.plumbline.connectors.BillingUnavailable;
import dev.plumbline.connectors.OutgoingGuards;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Every call of the SDK comes through here: only reads, only to our host, guarded, its status judged before it is read. */
final class StripeCalls extends HttpClient {
    private final URI host;
    private final Supplier<String> key;
    private final HttpClient transport;
    private final OutgoingGuards guards;
    private final InstantSource clock;

    StripeCalls(URI host, Supplier<String> key, HttpClient transport, OutgoingGuards guards, InstantSource clock) {
        this.host = host;
        this.key = key;
        this.transport = transport;
        this.guards = guards;
        this.clock = clock;
    }

    @Override
    public StripeResponse request(StripeRequest request) {
        if (request.method() != RequestMethod.GET) {
            throw new IllegalStateException("We never write to Stripe (threat S-20): " + request.method());
        }
        if (!isOurs(request.url())) {
            throw new IllegalStateException("We talk to " + host + " only (threat S-6)");
        }
        return guards.call(() -> judged(send(request)));
    }

    private StripeResponse send(StripeRequest request) {
        try {
            // The client has the key of the start; it may have been changed since.
            return transport.request(request.withAdditionalHeader("Authorization", "Bearer " + key.get()));
        } catch (ApiConnectionException lost) {
            throw new BillingUnavailable(UNREACHABLE, "Stripe cannot be reached", null, lost.getCause());
        } catch (StripeException odd) {
            throw new BillingUnavailable(UNREADABLE, "Stripe's answer could not be taken in", null, odd);
        }
    }

    /** 400 and 404 are answers about the object asked for, which the SDK reads. */
    private StripeResponse judged(StripeResponse response) {
        int status = response.code();
        if ((status >= 200 && status < 300) || status == 400 || status == 404) {
            return response;
        }
        Duration wait =
                RetryAfter.read(response.headers().firstValue("Retry-After").orElse(null), clock.instant());
        throw new BillingUnavailable(
                cause(status), "Stripe answered " + status + " to request " + response.requestId(), wait, null);
    }

    /** A redirect is not followed: it could lead anywhere, and our key with it. */
    private static BillingUnavailable.Cause cause(int status) {
        return switch (status) {
            case 429 -> RATE_LIMITED;
            case 401, 403 -> KEY_REFUSED;
            default -> status >= 500 ? UNREACHABLE : UNREADABLE;
        };
    }

    private boolean isOurs(URL url) {
        return url.getProtocol().equalsIgnoreCase(host.getScheme())
                && url.getHost().equalsIgnoreCase(host.getHost())
                && url.getPort() == host.getPort()
                && url.getUserInfo() == null;
    }
}
