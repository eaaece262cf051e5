package dev.plumbline.sync.setup;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;

/**
 * What follows when little or nothing was set: with neither a database nor a billing system it is the demo, with its own
 * catalog and a key made for this run.
 */
class Defaults implements EnvironmentPostProcessor {
    private static final Pattern PROVIDER_SETTING = Pattern.compile("(?i)plumbline[._]stripe[._].+");

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        var defaults = new LinkedHashMap<String, Object>();
        boolean nothingGiven = environment.getProperty("plumbline.db.url", "").isBlank() && !hasProvider(environment);
        boolean demo = environment.getProperty("plumbline.demo", Boolean.class, nothingGiven);
        defaults.put("plumbline.demo", demo);
        if (demo) {
            putUnlessGiven(defaults, environment, "plumbline.catalog", "classpath:demo/harbor.yaml");
            putUnlessGiven(defaults, environment, "plumbline.catalog.publish", "true");
            putUnlessGiven(defaults, environment, "plumbline.bootstrap-key", newKey());
            // What is planted in the demo stays to be seen, and a few who would lose access are many there.
            putUnlessGiven(defaults, environment, "plumbline.reconcile.mode", "report");
            putUnlessGiven(defaults, environment, "plumbline.hold.customers", "5");
        }
        if (environment.getProperty("plumbline.db.url", "").isBlank()) {
            // Beside the database and not in it: what proves that nobody changed the audit.
            String folder = environment.getProperty("plumbline.embedded.dir", ".plumbline/pg");
            putUnlessGiven(defaults, environment, "plumbline.audit.key-file", folder + EmbeddedDatabase.KEY);
            putUnlessGiven(defaults, environment, "plumbline.audit.anchor", folder + EmbeddedDatabase.ANCHOR);
        }
        environment.getPropertySources().addLast(new MapPropertySource("plumbline defaults", defaults));
    }

    private static void putUnlessGiven(
            Map<String, Object> defaults, ConfigurableEnvironment environment, String name, String value) {
        if (environment.getProperty(name, "").isBlank()) {
            defaults.put(name, value);
        }
    }

    private static boolean hasProvider(ConfigurableEnvironment environment) {
        return environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .map(EnumerablePropertySource.class::cast)
                .flatMap(source -> java.util.Arrays.stream(source.getPropertyNames()))
                .anyMatch(name -> PROVIDER_SETTING.matcher(name).matches());
    }

    private static String newKey() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return "plk_demo_" + HexFormat.of().formatHex(secret);
    }
}
