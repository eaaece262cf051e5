package dev.plumbline.entitlement.check.access;

import dev.plumbline.entitlement.check.http.ErrorAnswer;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** The API's own chain: a key in every request, no session, nothing that is not listed. Other paths have chains of their own. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class ApiSecurity {
    private static final String API = "/v1/**";
    private static final String OFREP = "/ofrep/**";
    private static final String METRICS = "/actuator/prometheus";

    @Bean
    @Order(10)
    SecurityFilterChain api(
            HttpSecurity http,
            AccessTable table,
            Refusals refusals,
            BootstrapKey bootstrap,
            KnownKeys keys,
            ErrorAnswer errors,
            @Value("${plumbline.ofrep.cors-origins:}") List<String> origins,
            @Value("${management.server.port:}") String managementPort)
            throws Exception {
        // Who sees how much comes in and fails need not be everybody; a port of its own is for the operator's network
        // (S-26).
        String[] here = managementPort.isBlank() ? new String[] {API, OFREP, METRICS} : new String[] {API, OFREP};
        return http.securityMatcher(here)
                .csrf(AbstractHttpConfigurer::disable) // a key in a header is not sent by a browser on its own (S-18)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .cors(cors -> cors.configurationSource(browsersOf(origins)))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .addFilterBefore(new KeyFilter(bootstrap, keys, errors), AnonymousAuthenticationFilter.class)
                .authorizeHttpRequests(requests -> {
                    requests.requestMatchers(METRICS).hasAuthority(Right.READ.authority());
                    table.rules(true)
                            .forEach(rule -> requests.requestMatchers(PathPatternRequestMatcher.withDefaults()
                                            .matcher(rule.method(), rule.path()))
                                    .hasAuthority(rule.right().authority()));
                    requests.anyRequest().denyAll();
                })
                .build();
    }

    /** Flags are also asked for from browsers; whose pages may, is for the operator to say. */
    private static UrlBasedCorsConfigurationSource browsersOf(List<String> origins) {
        var source = new UrlBasedCorsConfigurationSource();
        if (!origins.isEmpty()) {
            var cors = new CorsConfiguration();
            cors.setAllowedOrigins(origins);
            cors.setAllowedMethods(List.of("POST"));
            cors.setAllowedHeaders(List.of(
                    HttpHeaders.AUTHORIZATION, "X-API-Key", HttpHeaders.CONTENT_TYPE, HttpHeaders.IF_NONE_MATCH));
            cors.setExposedHeaders(List.of(HttpHeaders.ETAG, HttpHeaders.RETRY_AFTER));
            source.registerCorsConfiguration(OFREP, cors);
        }
        return source;
    }
}
