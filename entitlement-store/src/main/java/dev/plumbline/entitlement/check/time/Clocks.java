package dev.plumbline.entitlement.check.time;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What time it is. Injected by name, beside {@code businessClock}: a test moves only that one. */
@Configuration(proxyBeanMethods = false)
class Clocks {
    @Bean
    InstantSource realTime() {
        return InstantSource.system();
    }
}
