package dev.plumbline.entitlement.customer;

/** Our key of a customer, chosen by the application. Never a provider's id, though an unlinked one becomes the key. */
public record CustomerKey(String value) implements Comparable<CustomerKey> {
    public CustomerKey {
        if (value.isBlank() || value.length() > 255 || hasControl(value)) {
            throw new IllegalArgumentException("A customer key has 1 to 255 characters and no control characters");
        }
    }

    /** Without a stream: keys are made for every event of usage. */
    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                return true;
            }
        }
        return false;
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
