package dev.plumbline.connectors;

/** A customer as the provider knows it. Ours is another idea; the link table is the one place that maps between them. */
public record ProviderCustomer(BillingAccount account, String id) implements Comparable<ProviderCustomer> {
    public ProviderCustomer {
        if (id.isBlank() || id.length() > 255) {
            throw new IllegalArgumentException("A provider's customer id has 1 to 255 characters");
        }
    }

    @Override
    public int compareTo(ProviderCustomer other) {
        int byAccount = account.compareTo(other.account);
        return byAccount != 0 ? byAccount : id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return account + "/" + id;
    }
}
