package dev.plumbline.entitlement.customer;

/** Our key of a customer, chosen by the application. Never a provider's id, though an unlinked one becomes the key. */
public record CustomerKey(String value) implements Comparable<CustomerKey> {
    public CustomerKey {
        if (value.isBlank() || value.length() > 255 || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("A customer key has 1 to 255 characters and no control characters");
        }
    }

    @Override
    public int compareTo(CustomerKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
