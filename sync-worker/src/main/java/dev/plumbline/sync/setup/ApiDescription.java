package dev.plumbline.sync.setup;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the description of the API says about itself; the rest follows from the code. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {
    private static final String KEY = "apiKey";

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Plumbline")
                        .version("1")
                        .description("May this customer use this feature, how much, and why."))
                .components(new Components()
                        .addSecuritySchemes(
                                KEY,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("An API key; X-API-Key does as well")))
                .addSecurityItem(new SecurityRequirement().addList(KEY));
    }
}
