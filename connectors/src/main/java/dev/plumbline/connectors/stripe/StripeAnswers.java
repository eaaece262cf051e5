package dev.plumbline.connectors.stripe;

import static dev.plumbline.connectors.BillingUnavailable.Cause.NOT_OFFERED;
import static dev.plumbline.connectors.BillingUnavailable.Cause.UNREADABLE;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import dev.plumbline.connectors.BillingUnavailable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns whatever the SDK does with an answer it cannot read into BillingUnavailable. */
final class StripeAnswers {
    interface Question<T> {
        T ask() throws StripeException;
    }

    private StripeAnswers() {}

    /** Empty when Stripe itself says that there is no such object. Any other 404 is a proxy's or a wrong path's. */
    static <T> Optional<T> find(Question<T> question) {
        try {
            return Optional.of(trusted(question));
        } catch (InvalidRequestException refused) {
            if (isMissing(refused)) {
                return Optional.empty();
            }
            throw unreadable(refused);
        } catch (StripeException failure) {
            throw unreadable(failure);
        }
    }

    /** A list is there also when it is empty. */
    static <T> T list(Question<T> question) {
        try {
            return trusted(question);
        } catch (StripeException failure) {
            throw status(failure) == 404 && !"resource_missing".equals(failure.getCode())
                    ? new BillingUnavailable(NOT_OFFERED, "Stripe has no such list: 404", null, null)
                    : unreadable(failure);
        }
    }

    /** For what was there a moment ago: gone is no answer either, the next fetch will see it whole. */
    static <T> T ask(Question<T> question) {
        try {
            return trusted(question);
        } catch (StripeException failure) {
            throw unreadable(failure);
        }
    }

    static BillingUnavailable unreadable(String why) {
        return new BillingUnavailable(UNREADABLE, why, null, null);
    }

    /** The SDK meets odd JSON with a NullPointerException, a ClassCastException or one of Gson's. */
    private static <T> T trusted(Question<T> question) throws StripeException {
        try {
            return question.ask();
        } catch (BillingUnavailable unavailable) {
            throw unavailable;
        } catch (RuntimeException odd) {
            throw new BillingUnavailable(UNREADABLE, "Stripe's answer is not of the shape we know", null, odd);
        }
    }

    private static boolean isMissing(InvalidRequestException refused) {
        return status(refused) == 404 && "resource_missing".equals(refused.getCode());
    }

    /** The exception itself is left out: its message may quote the whole answer, names and addresses with it. */
    private static BillingUnavailable unreadable(StripeException failure) {
        return unreadable("Stripe answered " + status(failure) + " with nothing we can read: "
                + failure.getClass().getSimpleName() + ", code " + failure.getCode() + ", request "
                + failure.getRequestId());
    }

    private static int status(StripeException failure) {
        @Nullable Integer status = failure.getStatusCode();
        return status == null ? 0 : status;
    }
}
