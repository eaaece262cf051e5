package dev.plumbline.entitlement.customer;

/** One item of one subscription of one subject. */
public record ItemRef(SubjectRef subject, String subscription, String item) {
    @Override
    public String toString() {
        return subject + "/" + subscription + "/" + item;
    }
}
