package dev.plumbline.sync.setup;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What Tomcat refuses looks like what we refuse. */
@Configuration(proxyBeanMethods = false)
class TomcatRefusals {
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> refuseWithProblems() {
        return tomcat -> tomcat.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemValve.class.getName());
            }
        });
    }
}
