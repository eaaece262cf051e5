package dev.plumbline.sync.setup;

import dev.plumbline.sync.login.PageHeaders;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Who may come in where, for everything that is neither the API nor a page (those have chains of their own). A webhook proves
 * itself by its signature; health and what pages are made of is for everybody; what is not named here is denied.
 */
@Configuration(proxyBeanMethods = false)
class WebSecurity {

    /** A span for each filter of each request cost a fifth of an acknowledgement and told nothing; requests are observed whole. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** Nothing that looks at who somebody is has anything to do here. */
    @Bean
    @Order(20)
    SecurityFilterChain webhooks() {
        return new DefaultSecurityFilterChain(
                PathPatternRequestMatcher.withDefaults().matcher("/webhooks/**"));
    }

    @Bean
    @Order(30)
    SecurityFilterChain everythingElse(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable) // nothing here changes state
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(refused -> refused.authenticationEntryPoint((_, response, _) -> notHere(response))
                        .accessDeniedHandler((_, response, _) -> notHere(response)))
                .headers(PageHeaders::on)
                // The container comes by itself when something failed; a request for the same address is refused below.
                .authorizeHttpRequests(rules -> rules.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(
                                "/demo/**",
                                "/assets/**",
                                "/webjars/**",
                                "/favicon.svg",
                                "/schema/**",
                                "/v3/api-docs",
                                "/v3/api-docs.yaml",
                                "/actuator/health",
                                "/actuator/health/**",
                                "/actuator/prometheus")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }

    /** What is not named above does not exist, for everybody. */
    private static void notHere(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        response.setContentType("application/problem+json");
        response.getWriter().write("{\"title\":\"Not Found\",\"status\":404,\"code\":\"NOT_FOUND\"}");
    }
}
