package dev.plumbline.entitlement.customer;

/**
 * A customer as a billing system knows it: (provider, account, provider's customer id). What is fetched; a customer of
 * ours may be linked to several.
 */
public record SubjectRef(String provider, String account, String id) implements Comparable<SubjectRef> {
    @Override
    public int compareTo(SubjectRef other) {
        int c = provider.compareTo(other.provider);
        if (c == 0) {
            c = account.compareTo(other.account);
        }
        return c != 0 ? c : id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return provider + "/" + account + "/" + id;
    }
}
