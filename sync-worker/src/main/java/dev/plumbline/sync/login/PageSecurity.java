package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.access.AccessTable;
import dev.plumbline.entitlement.check.access.Caller;
import dev.plumbline.entitlement.check.access.KnownPeople;
import dev.plumbline.entitlement.check.access.Right;
import dev.plumbline.entitlement.check.http.ErrorAnswer;
import dev.plumbline.entitlement.check.people.Logins;
import dev.plumbline.entitlement.check.people.Passwords;
import dev.plumbline.entitlement.check.people.SecondFactors;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/** The chain of the pages: a session, a token in every form, and of all addresses those that somebody listed. */
@Configuration(proxyBeanMethods = false)
class PageSecurity {
    static final String COOKIE = "plumbline";

    @Bean
    @Order(25)
    SecurityFilterChain pages(
            HttpSecurity http,
            AccessTable table,
            KnownPeople people,
            ErrorAnswer errors,
            Logins logins,
            Passwords passwords,
            SecondFactors factors,
            Guesses guesses,
            MeterRegistry meters,
            LoggedIn loggedIn,
            PageRefusals refusals,
            SessionSettings settings,
            InstantSource realTime,
            ObjectProvider<OidcSetup> oidc) {
        http.securityMatcher("/", "/login", "/login/**", "/logout", "/oauth2/**", "/console/**", PageRefusals.PAGE)
                .authenticationProvider(new PasswordLogin(logins, passwords, factors, guesses, meters))
                .formLogin(form -> form.loginPage("/login")
                        .authenticationDetailsSource(Attempt::of)
                        .successHandler(loggedIn)
                        .failureHandler(refusals))
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(logout -> logout.logoutSuccessUrl("/login?why=left").deleteCookies(COOKIE))
                .requestCache(AbstractHttpConfigurer::disable)
                // Browsers send these reports by themselves, and they change nothing (S-18).
                .csrf(csrf -> csrf.ignoringRequestMatchers(
                        PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, LoginRoutes.REPORTS)))
                .headers(PageHeaders::on)
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .addFilterBefore(
                        new StandingSession(people, settings, realTime, errors), AnonymousAuthenticationFilter.class)
                .addFilterAfter(new OwnAccessFirst(), AuthorizationFilter.class)
                .addFilterAfter(new FreshLogin(table, settings, realTime, refusals), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> {
                    requests.dispatcherTypeMatchers(DispatcherType.FORWARD, DispatcherType.ERROR)
                            .permitAll();
                    table.rules(false)
                            .forEach(rule -> requests.requestMatchers(PathPatternRequestMatcher.withDefaults()
                                            .matcher(rule.method(), rule.path()))
                                    .access(taking(rule.right())));
                    requests.anyRequest().denyAll();
                });
        oidc.ifAvailable(setup -> setup.on(http, loggedIn, refusals));
        return http.build();
    }

    private static AuthorizationManager<RequestAuthorizationContext> taking(Right right) {
        return (who, _) -> new AuthorizationDecision(right == Right.OPEN || may(who.get(), right));
    }

    private static boolean may(@Nullable Authentication who, Right right) {
        return who != null && who.getPrincipal() instanceof Caller caller && caller.may(right);
    }
}
