package dev.plumbline.sync.pass;

import dev.plumbline.connectors.EmailAddress;
import dev.plumbline.entitlement.customer.CustomerKey;
import dev.plumbline.entitlement.customer.EmailDomain;
import dev.plumbline.entitlement.customer.SubjectRef;
import dev.plumbline.entitlement.record.ComparisonKey;
import java.sql.Types;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Customers that share an e-mail address (case F-56). Kept is a keyed hash, never the address (threat S-11). Nothing is joined:
 * a person is told, once for each address, and no more once it is shared no longer. Who knows a whole address finds by it.
 */
@Component
public class SharedAddresses {
    private static final int NAMED = 10;
    private static final int MOST_FOUND = 50;

    private final JdbcClient jdbc;
    private final ComparisonKey keyed;

    SharedAddresses(JdbcClient jdbc, ComparisonKey keyed) {
        this.jdbc = jdbc;
        this.keyed = keyed;
    }

    /** Whose customer at a billing system has that address now; the first few, by their keys. */
    public List<CustomerKey> customersWith(EmailAddress address) {
        return jdbc.sql("""
                        select distinct l.customer_key
                        from billing_snapshot s join customer_link l using (provider, account, provider_customer)
                        where s.email_hash = :hash order by l.customer_key limit :atMost
                        """)
                .param("hash", hash(address))
                .param("atMost", MOST_FOUND)
                .query((row, n) -> new CustomerKey(row.getString("customer_key")))
                .list();
    }

    /** @param shared whether customers share the address noted now, {@code told} whether a break says so */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Noted(byte @Nullable [] hash, byte @Nullable [] domain, boolean shared, boolean told) {}

    /** In the transaction of the apply, after all of its locks. */
    void compare(SubjectRef subject, @Nullable EmailAddress address) {
        byte[] hash = address == null ? null : hash(address);
        byte[] domain = address == null ? null : domainHash(address);
        Noted noted = noted(subject, hash);
        if (!Arrays.equals(noted.hash(), hash)) {
            // Of two that note the same address at once, the second sees the first.
            List<byte[]> touched = Stream.of(noted.hash(), hash)
                    .filter(Objects::nonNull)
                    .sorted(Arrays::compare)
                    .toList();
            touched.forEach(this::lock);
            note(subject, hash, domain);
            touched.forEach(this::tell);
            return;
        }
        if (!Arrays.equals(noted.domain(), domain)) {
            note(subject, hash, domain); // it was noted before domains were
        }
        if (hash != null && noted.shared() != noted.told()) {
            lock(hash); // a link was made or moved
            tell(hash);
        }
    }

    private Noted noted(SubjectRef subject, byte @Nullable [] hash) {
        return of(subject, """
                        select email_hash, email_domain_hash,
                               (select count(distinct l.customer_key) > 1
                                from billing_snapshot s join customer_link l using (provider, account, provider_customer)
                                where s.email_hash = :hash) as shared,
                               exists (select from break
                                       where fingerprint = :fingerprint and resolved_at is null) as told
                        from billing_snapshot
                        where provider = :provider and account = :account and provider_customer = :subject
                        """)
                .param("hash", hash, Types.BINARY)
                .param("fingerprint", hash == null ? "" : fingerprint(hash))
                .query((row, n) -> new Noted(
                        row.getBytes("email_hash"),
                        row.getBytes("email_domain_hash"),
                        row.getBoolean("shared"),
                        row.getBoolean("told")))
                .single();
    }

    private void note(SubjectRef subject, byte @Nullable [] hash, byte @Nullable [] domain) {
        of(subject, """
                        update billing_snapshot set email_hash = :hash, email_domain_hash = :domain
                        where provider = :provider and account = :account and provider_customer = :subject
                        """)
                .param("hash", hash, Types.BINARY)
                .param("domain", domain, Types.BINARY)
                .update();
    }

    private void lock(byte[] hash) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:fingerprint, 0))")
                .param("fingerprint", fingerprint(hash))
                .query(row -> {});
    }

    private record Sharing(String customer, String subject) {}

    private void tell(byte[] hash) {
        List<Sharing> sharing = jdbc.sql("""
                        select l.customer_key, provider || '/' || account || '/' || provider_customer as subject
                        from billing_snapshot s join customer_link l using (provider, account, provider_customer)
                        where s.email_hash = :hash
                        order by l.customer_key, 2 limit 1000
                        """)
                .param("hash", hash)
                .query((row, n) -> new Sharing(row.getString("customer_key"), row.getString("subject")))
                .list();
        if (sharing.stream().map(Sharing::customer).distinct().count() > 1) {
            open(fingerprint(hash), sharing);
        } else {
            jdbc.sql("""
                            update break set resolved_at = clock_timestamp()
                            where fingerprint = :fingerprint and resolved_at is null
                            """).param("fingerprint", fingerprint(hash)).update();
        }
    }

    private void open(String fingerprint, List<Sharing> sharing) {
        String named = sharing.stream()
                .limit(NAMED)
                .map(one -> one.customer() + " (" + one.subject() + ")")
                .collect(Collectors.joining(", "));
        int more = sharing.size() - NAMED;
        jdbc.sql("""
                        insert into break (type, fingerprint, customer_key, detail)
                        values ('DUPLICATE_CUSTOMER', :fingerprint, :customer, :detail)
                        on conflict (fingerprint) do update
                            set last_seen_at = clock_timestamp(), resolved_at = null, detail = excluded.detail,
                                customer_key = excluded.customer_key,
                                opened_at = case when break.resolved_at is null then break.opened_at
                                                 else clock_timestamp() end
                        """)
                .param("fingerprint", fingerprint)
                .param("customer", sharing.getFirst().customer())
                .param(
                        "detail",
                        "They have the same e-mail address and are not joined by it: " + named
                                + (more > 0 ? " and " + more + " more" : ""))
                .update();
    }

    private static String fingerprint(byte[] hash) {
        return "DUPLICATE_CUSTOMER:" + HexFormat.of().formatHex(hash, 0, 16);
    }

    private byte[] hash(EmailAddress address) {
        return keyed.hash(address.value());
    }

    /** By it a company's customers are found; of an address that has none, nothing. */
    private byte @Nullable [] domainHash(EmailAddress address) {
        return EmailDomain.ofAddress(address.value())
                .map(domain -> keyed.hash(domain.compared()))
                .orElse(null);
    }

    private JdbcClient.StatementSpec of(SubjectRef subject, String sql) {
        return jdbc.sql(sql)
                .param("provider", subject.provider())
                .param("account", subject.account())
                .param("subject", subject.id());
    }
}
