package dev.plumbline.entitlement.customer;

/** A price of one provider account; many customers may be on it. */
public record PriceRef(String provider, String account, String price) {
    public static PriceRef of(SubjectRef subject, BillingSnapshot.Item item) {
        return new PriceRef(subject.provider(), subject.account(), item.price());
    }
}
