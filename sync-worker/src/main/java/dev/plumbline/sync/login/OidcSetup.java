package dev.plumbline.sync.login;

import dev.plumbline.entitlement.check.people.Logins;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.util.function.SingletonSupplier;

/** Logging in with the company's own issuer, when one is configured. It is asked who it is when somebody first wants to. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("plumbline.oidc.issuer")
@EnableConfigurationProperties(OidcSettings.class)
class OidcSetup {
    static final String NAME = "oidc";

    private final OidcSettings settings;
    private final Logins logins;
    private final MeterRegistry meters;

    OidcSetup(OidcSettings settings, Logins logins, MeterRegistry meters) {
        this.settings = settings;
        this.logins = logins;
        this.meters = meters;
    }

    @Bean
    ClientRegistrationRepository issuers() {
        SingletonSupplier<ClientRegistration> asked = SingletonSupplier.of(this::registration);
        return name -> name.equals(NAME) ? asked.obtain() : null;
    }

    private ClientRegistration registration() {
        return ClientRegistrations.fromIssuerLocation(settings.issuer())
                .registrationId(NAME)
                .clientId(settings.clientId())
                .clientSecret(settings.clientSecret())
                .scope(settings.scopes())
                .clientSettings(ClientRegistration.ClientSettings.builder()
                        .requireProofKey(true)
                        .build())
                .build();
    }

    void on(HttpSecurity http, LoggedIn loggedIn, PageRefusals refusals) {
        http.oauth2Login(login -> login.loginPage("/login")
                .clientRegistrationRepository(issuers())
                .authorizedClientRepository(new NoTokensKept())
                .userInfoEndpoint(info -> info.oidcUserService(new OidcPeople(settings, logins, meters)))
                .successHandler(loggedIn)
                .failureHandler(refusals));
    }
}
