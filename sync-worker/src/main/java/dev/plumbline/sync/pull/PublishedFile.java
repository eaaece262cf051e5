package dev.plumbline.sync.pull;

import dev.plumbline.entitlement.model.file.PiecewiseReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A published file with entries added at the end of its sections, and every other character as it was: people reviewed that
 * file, comments and all. Sections that are written on one line have no end to add to.
 */
final class PublishedFile {
    private static final int USUAL_DEPTH = 2;
    private static final int LARGEST = 8 << 20;

    private final String source;
    private final @Nullable MappingNode root;
    private final List<Edit> edits = new ArrayList<>();

    /** What stands there gives way to the text. */
    private record Edit(int from, int to, String text) {
        static Edit insertion(int at, String text) {
            return new Edit(at, at, text);
        }
    }

    PublishedFile(String source) {
        this.source = source.endsWith("\n") || source.isEmpty() ? source : source + "\n";
        var settings = LoadSettings.builder().setCodePointLimit(LARGEST).build();
        this.root = new Compose(settings)
                .composeReader(new PiecewiseReader(this.source))
                .filter(MappingNode.class::isInstance)
                .map(MappingNode.class::cast)
                .filter(node -> node.getFlowStyle() == FlowStyle.BLOCK)
                .orElse(null);
    }

    /** Entries to be, for a depth that only the file knows. */
    interface Entries {
        String at(int depth);
    }

    /** False when the section cannot take any. */
    boolean add(String section, Entries entries) {
        if (entries.at(USUAL_DEPTH).isEmpty()) {
            return true;
        }
        Optional<NodeTuple> found = find(section);
        if (root == null) {
            return false;
        }
        if (found.isEmpty()) {
            edits.add(Edit.insertion(lineAfter(end(root)), section + ":\n" + entries.at(USUAL_DEPTH)));
            return true;
        }
        if (!(found.get().getValueNode() instanceof MappingNode node)) {
            return false;
        }
        if (node.getValue().isEmpty()) {
            return open(node, entries);
        }
        if (node.getFlowStyle() != FlowStyle.BLOCK) {
            return false;
        }
        int depth = start(node.getValue().getFirst().getKeyNode()).column();
        edits.add(Edit.insertion(lineAfter(end(node)), entries.at(depth)));
        return true;
    }

    /** {@code plans: {}} becomes a section. */
    private boolean open(MappingNode node, Entries entries) {
        int from = start(node).index();
        int to = end(node).index();
        if (from < 0 || to > source.length() || !source.substring(from, to).startsWith("{")) {
            return false;
        }
        edits.add(new Edit(from, to, ""));
        edits.add(Edit.insertion(lineAfter(end(node)), entries.at(USUAL_DEPTH)));
        return true;
    }

    String text() {
        var text = new StringBuilder(source);
        // From the end, so that places stay; of two at one place the one added first comes to stand first.
        edits.reversed().stream()
                .sorted(Comparator.comparingInt(Edit::from).reversed())
                .forEach(edit -> text.replace(edit.from(), edit.to(), edit.text()));
        return text.toString();
    }

    private Optional<NodeTuple> find(String section) {
        return root == null
                ? Optional.empty()
                : root.getValue().stream()
                        .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                                && key.getValue().equals(section))
                        .findFirst();
    }

    private record Place(int index, int column) {}

    private Place start(Node node) {
        return node.getStartMark()
                .map(mark -> new Place(source.offsetByCodePoints(0, mark.getIndex()), mark.getColumn()))
                .orElse(new Place(-1, 0));
    }

    /** Where its last leaf ends: the mark of a block itself lies behind the comments that follow it. */
    private Place end(Node node) {
        Node last =
                switch (node) {
                    case MappingNode map
                    when map.getFlowStyle() == FlowStyle.BLOCK
                            && !map.getValue().isEmpty() ->
                        map.getValue().getLast().getValueNode();
                    case SequenceNode list
                    when list.getFlowStyle() == FlowStyle.BLOCK
                            && !list.getValue().isEmpty() -> list.getValue().getLast();
                    default -> null;
                };
        return last != null
                ? end(last)
                : node.getEndMark()
                        .map(mark -> new Place(source.offsetByCodePoints(0, mark.getIndex()), mark.getColumn()))
                        .orElse(new Place(-1, 0));
    }

    /** The beginning of the next line; of this one when it is at its beginning. */
    private int lineAfter(Place place) {
        if (place.index() > 0 && source.charAt(place.index() - 1) == '\n') {
            return place.index();
        }
        int newline = source.indexOf('\n', Math.max(place.index(), 0));
        return newline < 0 ? source.length() : newline + 1;
    }
}
