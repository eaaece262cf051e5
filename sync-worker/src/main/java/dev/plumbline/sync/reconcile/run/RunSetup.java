package dev.plumbline.sync.reconcile.run;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What of a run an operator may set. */
@Configuration(proxyBeanMethods = false)
class RunSetup {
    @Bean
    RunSettings runSettings(Environment environment) {
        return Binder.get(environment).bindOrCreate("plumbline.reconcile", RunSettings.class);
    }
}
