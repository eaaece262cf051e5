package dev.plumbline.simulated.stripe;

import java.time.Instant;
import java.util.NavigableSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The objects of one kind as they were at one moment, newest first. */
public final class Listing<T> {
    private final Shelf<? extends Kept> shelf;
    private final Class<T> kind;
    private final long change;
    private final Made made;

    Listing(Shelf<? extends Kept> shelf, Class<T> kind, long change) {
        this(shelf, kind, change, new Made(null, null));
    }

    private Listing(Shelf<? extends Kept> shelf, Class<T> kind, long change, Made made) {
        this.shelf = shelf;
        this.kind = kind;
        this.change = change;
        this.made = made;
    }

    /** Half-open; null for no end on that side. No object has the number 0, so such a place is the border of its second. */
    private record Made(@Nullable Instant from, @Nullable Instant until) {
        Stream<Place> among(NavigableSet<Place> places, @Nullable Place after) {
            Place first = until == null ? null : new Place(until, 0, "");
            if (first == null || (after != null && first.compareTo(after) < 0)) {
                first = after;
            }
            Place last = from == null ? null : new Place(from, 0, "");
            NavigableSet<Place> rest = first == null ? places : places.tailSet(first, false);
            return last == null ? rest.stream() : rest.stream().takeWhile(place -> place.compareTo(last) < 0);
        }
    }

    /**
     * Only those that were made within that time, found without walking over all the others: a listing by parts would else cost
     * the square of what there is.
     */
    public Listing<T> createdWithin(@Nullable Instant from, @Nullable Instant until) {
        return new Listing<>(shelf, kind, change, new Made(from, until));
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
        return of(made.among(shelf.places(null), null));
    }

    /** Those of one customer or one subscription. */
    public Stream<T> of(String owner) {
        return of(made.among(shelf.places(owner), null));
    }

    /** Those older than the one named, newest of them first; null when there is none of that id to start from. */
    public @Nullable Stream<T> olderThan(String id, @Nullable String owner) {
        Place from = shelf.place(id);
        return from == null ? null : of(made.among(shelf.places(owner), from));
    }

    /** Those newer than the one named, the next newer first; null when there is none of that id to start from. */
    public @Nullable Stream<T> newerThan(String id, @Nullable String owner) {
        Place from = shelf.place(id);
        return from == null ? null : of(shelf.places(owner).headSet(from, false).descendingSet().stream());
    }

    private Stream<T> of(Stream<Place> where) {
        return shelf.at(where, change).map(kind::cast);
    }
}
