package dev.plumbline.entitlement.customer;

/** One subscription of one subject. */
public record SubscriptionRef(SubjectRef subject, String id) {
    @Override
    public String toString() {
        return subject + "/" + id;
    }
}
