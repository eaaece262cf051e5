package dev.plumbline.entitlement.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.entitlement.model.Meter;
import dev.plumbline.entitlement.model.Model;
import dev.plumbline.entitlement.model.diff.CatalogDiff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema, the reader and the model know the same keys (03). */
class CatalogKeysTest {
    private static final String EVERYTHING = Catalogs.text("everything.yaml");
    private static final String BY_DATES = EVERYTHING.replace(
            "{ broadChanges: quarterly, day: 31,", "{ broadChanges: dates, dates: [2026-12-01, 2027-03-01],");
    private static final JsonNode SCHEMA = schema();

    private static JsonNode schema() {
        try (var in = CatalogKeysTest.class.getResourceAsStream("/schema/catalog-1.json")) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void readsEveryAggregate() {
        assertThat(Catalogs.model(EVERYTHING).meters().values().stream().map(Meter::aggregate))
                .containsExactlyInAnyOrder(Meter.Aggregate.values());
    }

    /** A key that the schema allows and the example lacks is one that nobody tested. */
    @Test
    void hasAnExampleOfEveryKeyOfTheSchema() {
        var used = new TreeSet<String>();
        Stream.of(EVERYTHING, BY_DATES).map(CatalogTree::of).forEach(tree -> keys(tree, used));
        var known = new TreeSet<String>();
        properties(SCHEMA, (name, _) -> known.add(name));
        assertThat(known).hasSizeGreaterThan(60);
        assertThat(used).containsAll(known);
    }

    private static void keys(JsonNode node, Set<String> into) {
        node.properties().forEach(entry -> into.add(entry.getKey()));
        node.forEach(child -> keys(child, into));
    }

    private interface Property {
        void seen(String name, JsonNode rule);
    }

    private static void properties(JsonNode node, Property seen) {
        for (var entry : node.path("properties").properties()) {
            // `levels: false` and `type: { const }` forbid or ask; they declare nothing.
            var declares = entry.getValue().isObject() && !entry.getValue().has("const");
            if (declares || entry.getKey().equals("format")) {
                seen.seen(entry.getKey(), entry.getValue());
            }
        }
        node.forEach(child -> properties(child, seen));
    }

    @Test
    void describesEveryKeyForEditors() {
        var silent = new ArrayList<String>();
        properties(SCHEMA, (name, rule) -> {
            var shared = SCHEMA.at(rule.path("$ref").asString("#").substring(1));
            if (!rule.has("description") && !(rule.has("$ref") && shared.has("description"))) {
                silent.add(name);
            }
        });
        assertThat(silent).isEmpty();
    }

    @Test
    @DisplayName("schema/catalog-1.json in the repository is the one that is served")
    void isPublishedInTheRepository() throws IOException {
        assertThat(Files.readString(Path.of("..", "schema", "catalog-1.json")))
                .as("cp entitlement-store/src/main/resources/schema/catalog-1.json schema/")
                .isEqualTo(Files.readString(Path.of("src", "main", "resources", "schema", "catalog-1.json")));
    }

    /**
     * Whatever is taken out of the example, it is missed: the file is refused, or it means something else. Broken on
     * purpose once: with `irreversible` read as false, /features/payouts/irreversible fails here.
     */
    @Test
    void ignoresNoKey() {
        for (var yaml : List.of(EVERYTHING, BY_DATES)) {
            var whole = Catalogs.model(yaml);
            CatalogTree.without(yaml).forEach((pointer, less) -> {
                if (meansNothing(pointer)) {
                    return;
                }
                if (CatalogFile.read(less) instanceof CatalogFile.Valid(Model model)) {
                    assertThat(model).as(pointer).isNotEqualTo(whole);
                    assertThat(CatalogDiff.between(whole, model)).as(pointer).isNotEmpty();
                }
            });
        }
    }

    /** What says the same as its absence does, and is written out because people like to see it. */
    private static boolean meansNothing(String pointer) {
        return pointer.endsWith("/window/anchor") || pointer.equals("/plans/team/versions/0/sellable/until");
    }
}
