package dev.plumbline.entitlement.check;

import dev.plumbline.entitlement.record.CustomersMarked;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.event.TransactionalEventListener;

/** How this node's cache is wired. */
@Configuration(proxyBeanMethods = false)
class CacheSettings {
    @Bean
    EntitlementCache entitlementCache(
            Answering answering,
            InstantSource realTime,
            @Value("${plumbline.check.cache-weight:1000000}") long weight) {
        return new EntitlementCache(answering, realTime, duration -> LockSupport.parkNanos(duration.toNanos()), weight);
    }

    @Bean
    CustomerNews customerNews(EntitlementCache cache) {
        return new CustomerNews(cache);
    }

    /** What happens on this node need not wait for a notice. */
    static final class CustomerNews {
        private final EntitlementCache cache;

        CustomerNews(EntitlementCache cache) {
            this.cache = cache;
        }

        @TransactionalEventListener
        void hear(CustomersMarked marked) {
            marked.customers().forEach(cache::changed);
        }
    }
}
