package dev.plumbline.sync.setup;

import org.apache.coyote.AbstractProtocol;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * A listener of {@code /v1/changes} holds a thread for as long as it listens: as many as there may be come on top of those of
 * other requests, so that listeners never keep out a webhook. They are platform threads (ADR 31).
 */
@Configuration(proxyBeanMethods = false)
class RequestThreads {
    /** After Spring Boot's own, whose number it would otherwise replace. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> threadsForListenersToo(
            @Value("${server.tomcat.threads.max:200}") int requests,
            @Value("${plumbline.changes.listeners:500}") int listeners) {
        return server -> server.addConnectorCustomizers(connector -> {
            if (connector.getProtocolHandler() instanceof AbstractProtocol<?> http) {
                http.setMaxThreads(requests + listeners);
            }
        });
    }
}
