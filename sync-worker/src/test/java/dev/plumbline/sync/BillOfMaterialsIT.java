package dev.plumbline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list of what the jar is made of, against what is in it. */
class BillOfMaterialsIT {
    private static final String LIBRARIES = "BOOT-INF/lib/";
    private static final String BILL = "META-INF/sbom/application.cdx.json";

    @Test
    @DisplayName("S-27: the bill of materials names every library in the jar, with its version, and no other")
    void namesWhatIsInTheJar() throws IOException {
        assumeThat(System.getProperty("plumbline.built", ""))
                .as("Maven leaves the bill out when it is offline")
                .isNotEqualTo("offline: true");
        try (var jar = new JarFile(System.getProperty("plumbline.jar"))) {
            var carried = new TreeSet<String>();
            jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith(LIBRARIES) && name.endsWith(".jar"))
                    .forEach(name -> carried.add(name.substring(LIBRARIES.length(), name.length() - ".jar".length())));
            JsonNode bill = JsonMapper.shared().readTree(jar.getInputStream(jar.getEntry(BILL)));
            var named = new TreeSet<String>();
            for (JsonNode component : bill.path("components").values()) {
                named.add(component.path("name").asString() + "-"
                        + component.path("version").asString()
                        + classifier(component.path("purl").asString()));
            }
            named.removeIf(name -> name.startsWith("spring-boot-starter-")); // lists of others: they are no code
            carried.removeIf(name -> name.startsWith("spring-boot-jarmode-tools-")); // the packaging puts it in
            assertThat(carried).hasSizeGreaterThan(50);
            assertThat(named).containsExactlyElementsOf(carried);
        }
    }

    /** Of a library for one platform only. */
    private static String classifier(String purl) {
        int at = purl.indexOf("classifier=");
        return at < 0 ? "" : "-" + purl.substring(at + "classifier=".length()).split("&", 2)[0];
    }
}
