package dev.plumbline.entitlement;

import dev.plumbline.entitlement.record.Models;
import dev.plumbline.entitlement.record.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole store on a port and a database of its own, as an application sees it. */
public final class RunningStore implements AutoCloseable {
    public static final String ADMIN = "bootstrap-key-of-the-tests-0123456789";
    private static final BeanPostProcessor AS_IT_IS = new BeanPostProcessor() {};
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ConfigurableApplicationContext context;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningStore(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @SpringBootApplication
    static class Store {
        @Bean
        Recording recording(Models models, InstantSource businessClock) {
            return new Recording(models, businessClock, subject -> true);
        }
    }

    public static RunningStore start(String... properties) {
        return start(TestDatabase.freshUrl(), AS_IT_IS, properties);
    }

    /** With beans as they come out of that. */
    public static RunningStore startWith(BeanPostProcessor changed, String... properties) {
        return start(TestDatabase.freshUrl(), changed, properties);
    }

    /** Whose statements can be counted: {@link #statements}. */
    public static RunningStore startCounting(String... properties) {
        return start(TestDatabase.freshUrl(), new Counting(), properties);
    }

    /** On one that may go away: who asks hears so soon. */
    public static RunningStore startOn(String url, String... properties) {
        var soon = new ArrayList<>(List.of(properties));
        soon.add("spring.datasource.hikari.connection-timeout=500");
        return start(url, AS_IT_IS, soon.toArray(String[]::new));
    }

    private static RunningStore start(String url, BeanPostProcessor changed, String... properties) {
        var settings = new LinkedHashMap<String, Object>();
        settings.put("spring.datasource.url", url);
        settings.put("spring.datasource.username", "postgres");
        settings.put("spring.datasource.hikari.connection-timeout", "20000");
        settings.put("spring.main.banner-mode", "off");
        settings.put("logging.level.root", "warn");
        settings.put("server.port", "0");
        settings.put("plumbline.bootstrap-key", ADMIN);
        for (String property : properties) {
            int equals = property.indexOf('=');
            settings.put(property.substring(0, equals), property.substring(equals + 1));
        }
        return new RunningStore(new SpringApplicationBuilder(Store.class)
                .web(WebApplicationType.SERVLET)
                .properties(settings)
                .initializers(before -> before.getBeanFactory().addBeanPostProcessor(changed))
                .run());
    }

    private static final class Counting implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof DataSource database ? new Statements(database) : bean;
        }
    }

    public Statements statements() {
        return bean(Statements.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    /** An answer with its body read. */
    public record Answer(int status, HttpResponse<String> response) {
        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        public String text() {
            return response.body();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public String code() {
            return json().path("code").asString("");
        }
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    public Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, null, headers);
    }

    /** With the admin's key and as JSON, unless the headers say otherwise; an empty value leaves a header out. */
    public Answer send(String method, String path, @Nullable String body, String... headers) {
        var all = new LinkedHashMap<String, String>(
                Map.of("Authorization", "Bearer " + ADMIN, "Content-Type", "application/json"));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        var request = HttpRequest.newBuilder(uri(path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        all.forEach((name, value) -> {
            if (!value.isEmpty()) {
                request.header(name, value);
            }
        });
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    public URI uri(String path) {
        return URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    @Override
    public void close() {
        client.close();
        context.close();
    }
}
