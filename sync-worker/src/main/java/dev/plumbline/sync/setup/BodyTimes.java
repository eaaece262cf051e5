package dev.plumbline.sync.setup;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How long a body may take: Tomcat bounds each pause in it, {@link SlowBodies} all of them together. */
@Configuration(proxyBeanMethods = false)
class BodyTimes {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> bodiesInTime(
            @Value("${plumbline.http.body-time:PT30S}") Duration longest,
            @Value("${plumbline.http.body-pause:PT10S}") Duration pause,
            @Value("${plumbline.http.slow-bodies:100}") int most,
            ObjectProvider<MeterRegistry> meters) {
        return server -> {
            server.addEngineValves(new SlowBodies(longest, most, meters.getIfAvailable()));
            server.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
                    http.setDisableUploadTimeout(false);
                    http.setConnectionUploadTimeout(Math.toIntExact(pause.toMillis()));
                }
            });
        };
    }
}
