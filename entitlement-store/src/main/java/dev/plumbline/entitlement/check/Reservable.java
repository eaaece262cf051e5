package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.check.http.Refusal;
import dev.plumbline.entitlement.metering.Allotment;
import dev.plumbline.entitlement.metering.Reservation;
import dev.plumbline.entitlement.metering.Reservations;
import dev.plumbline.entitlement.model.Feature;
import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.resolve.Allowance;
import dev.plumbline.entitlement.resolve.Segment;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What of a customer's features can be reserved, and what the customer has of it. */
@Component
public class Reservable {
    private final Checks checks;

    Reservable(Checks checks) {
        this.checks = checks;
    }

    /** @throws Refusal when there is no such customer or feature, or it is not one that can be reserved */
    public Allotment now(String customer, String feature) {
        Checks.Look.Found found = found(customer);
        return at(found, feature, found.at());
    }

    /** Of the instant at which something was reserved. */
    public Allotment then(Reservation reservation) {
        return at(found(reservation.customer().value()), reservation.feature(), reservation.reservedAt());
    }

    private Checks.Look.Found found(String customer) {
        if (checks.look(customer, CheckQuery.PLAIN) instanceof Checks.Look.Found found) {
            return found;
        }
        throw Found.customerUnknown(customer);
    }

    private Allotment at(Checks.Look.Found found, String feature, Instant at) {
        Answer.Offer offer = checks.offer(found, feature, CheckQuery.PLAIN);
        Segment segment = offer == null ? null : offer.at(at);
        if (offer == null || segment == null) {
            throw Found.featureUnknown(feature);
        }
        if (!(offer.feature(at) instanceof Feature.Metered metered)) {
            throw unfit(feature + " is not metered: only what is used up can be reserved");
        }
        Meter meter = metered.meter();
        if (meter == null) {
            throw unfit("Nothing counts " + feature + ": give it a meter in the catalog");
        }
        Allotment has = Allotted.of(found.held().answer().customer(), metered, segment, offer, at);
        Allowance.Metered allowance = has.allowance();
        if (allowance == null ? !Reservations.areFor(meter) : !Reservations.areFor(meter, allowance)) {
            throw unfit(
                    feature + " cannot be reserved: that takes a meter that counts or sums, and a window that begins"
                            + " and ends, not a rolling one");
        }
        return has;
    }

    private static Refusal unfit(String detail) {
        return Refusal.of(HttpStatus.UNPROCESSABLE_CONTENT, "NOT_RESERVABLE", detail);
    }
}
