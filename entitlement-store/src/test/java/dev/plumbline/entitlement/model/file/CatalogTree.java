package dev.plumbline.entitlement.model.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A catalog as a tree whose parts can be taken out, for tests that try every part. */
public final class CatalogTree {
    private static final ObjectMapper JSON = JsonMapper.shared();

    private CatalogTree() {}

    static JsonNode of(String yaml) {
        return switch (YamlTree.parse(yaml)) {
            case YamlTree.Parsed.Tree tree -> tree.root();
            case YamlTree.Parsed.Unreadable(var problem) -> throw new AssertionError(problem.toString());
        };
    }

    /** The catalog without one key or one item of a list, for each there is; by the pointer of what is missing. */
    public static Map<String, String> without(String yaml) {
        var root = of(yaml);
        var without = new LinkedHashMap<String, String>();
        for (var pointer : pointers(root, "")) {
            var copy = root.deepCopy();
            var step = pointer.substring(pointer.lastIndexOf('/') + 1);
            switch (copy.at(pointer.substring(0, pointer.lastIndexOf('/')))) {
                case ObjectNode object -> object.remove(step);
                case ArrayNode array -> array.remove(Integer.parseInt(step));
                default -> throw new AssertionError(pointer);
            }
            without.put(pointer, JSON.writeValueAsString(copy));
        }
        return without;
    }

    private static List<String> pointers(JsonNode node, String pointer) {
        var pointers = new ArrayList<String>();
        for (var entry : node.properties()) {
            pointers.add(pointer + "/" + entry.getKey());
            pointers.addAll(pointers(entry.getValue(), pointer + "/" + entry.getKey()));
        }
        for (var i = 0; node.isArray() && i < node.size(); i++) {
            pointers.add(pointer + "/" + i);
            pointers.addAll(pointers(node.get(i), pointer + "/" + i));
        }
        return pointers;
    }
}
