package dev.plumbline.sync.sheet;

import dev.plumbline.entitlement.check.http.Refusal;
import java.util.List;
import java.util.Optional;

/** The tables that something consists of, in the order of its hash. What was made before a table was thought of has none of it. */
public record Shapes(List<Shape> all) {
    public Shapes {
        all = List.copyOf(all);
    }

    public static Shapes of(Shape... all) {
        return new Shapes(List.of(all));
    }

    public Shapes without(Shape... some) {
        List<Shape> gone = List.of(some);
        return new Shapes(all.stream().filter(one -> !gone.contains(one)).toList());
    }

    public List<String> keys() {
        return all.stream().map(Shape::key).toList();
    }

    public Optional<Shape> find(String key) {
        return all.stream().filter(one -> one.key().equals(key)).findFirst();
    }

    /** @throws Refusal that says which there are */
    public Shape section(String key) {
        return find(key).orElseThrow(() -> Refusal.ofParameter("section", "It is one of " + keys()));
    }
}
