package dev.plumbline.entitlement.check.http;

import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Customers' keys are the applications' own and stand in paths: a slash, semicolon or percent sign in them is encoded and stays part
 * of the key. Everything else that Spring's firewall refuses stays refused, with a body that says so.
 */
@Configuration(proxyBeanMethods = false)
class HostilePaths {
    @Bean
    HttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedSlash(true);
        firewall.setAllowUrlEncodedDoubleSlash(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowSemicolon(true);
        firewall.getEncodedUrlBlocklist().add(";"); // as it stands: it would begin a path parameter
        return firewall;
    }

    @Bean
    RequestRejectedHandler refuse(ErrorAnswer errors) {
        return (request, response, rejected) -> errors.write(
                request,
                response,
                Refusal.problem(
                        HttpStatus.BAD_REQUEST, "INVALID_URL", "The URL holds characters that are not allowed"));
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> keepEncodedSlashes() {
        return tomcat -> tomcat.addConnectorCustomizers(
                connector -> connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
    }
}
