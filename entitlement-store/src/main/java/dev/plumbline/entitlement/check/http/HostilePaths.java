package dev.plumbline.entitlement.check.http;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedException;
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
        var firewall = new PlainBeginning();
        firewall.setAllowUrlEncodedSlash(true);
        firewall.setAllowUrlEncodedDoubleSlash(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowSemicolon(true);
        firewall.getEncodedUrlBlocklist().add(";"); // as it stands: it would begin a path parameter
        return firewall;
    }

    /**
     * What a path begins with says which rules it is under, and several look at it as it was sent: {@code /%761/…} would be served
     * as the API without them.
     */
    private static final class PlainBeginning extends StrictHttpFirewall {
        @Override
        public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
            String path = request.getRequestURI();
            int second = path.indexOf('/', 1);
            if (path.substring(0, second < 0 ? path.length() : second).indexOf('%') >= 0) {
                throw new RequestRejectedException("The path begins with something encoded");
            }
            return super.getFirewalledRequest(request);
        }
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
