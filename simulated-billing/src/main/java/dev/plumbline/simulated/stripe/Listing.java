package dev.plumbline.simulated.stripe;

import java.util.NavigableSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The objects of one kind as they were at one moment, newest first. */
public final class Listing<T> {
    private final Shelf<? extends Kept> shelf;
    private final Class<T> kind;
    private final long change;

    Listing(Shelf<? extends Kept> shelf, Class<T> kind, long change) {
        this.shelf = shelf;
        this.kind = kind;
        this.change = change;
    }

    public @Nullable T find(String id) {
        Kept found = shelf.find(id, change);
        return found == null ? null : kind.cast(found);
    }

    /** For callers that know it is there. */
    public T get(String id) {
        T found = find(id);
        if (found == null) {
            throw new IllegalArgumentException("no such " + kind.getSimpleName() + ": " + id);
        }
        return found;
    }

    public Stream<T> all() {
        return of(shelf.places(null));
    }

    /** Those of one customer or one subscription. */
    public Stream<T> of(String owner) {
        return of(shelf.places(owner));
    }

    /** Those older than the one named, newest of them first; null when there is none of that id to start from. */
    public @Nullable Stream<T> olderThan(String id, @Nullable String owner) {
        Place from = shelf.place(id);
        return from == null ? null : of(shelf.places(owner).tailSet(from, false));
    }

    /** Those newer than the one named, the next newer first; null when there is none of that id to start from. */
    public @Nullable Stream<T> newerThan(String id, @Nullable String owner) {
        Place from = shelf.place(id);
        return from == null ? null : of(shelf.places(owner).headSet(from, false).descendingSet());
    }

    private Stream<T> of(NavigableSet<Place> where) {
        return shelf.at(where, change).map(kind::cast);
    }
}
