package dev.plumbline.simulated.stripe;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All objects of one kind, by id, by age and by owner. Written under the world's lock, read without one. */
final class Shelf<T extends Kept> {
    private final Map<String, History<T>> histories = new ConcurrentHashMap<>();
    private final NavigableSet<Place> places = new ConcurrentSkipListSet<>();
    private final Map<String, NavigableSet<Place>> byOwner = new ConcurrentHashMap<>();
    private long placed;

    void put(T object, long change) {
        History<T> known = histories.get(object.id());
        Place place = known == null ? new Place(object.created(), ++placed, object.id()) : known.place();
        histories.put(
                object.id(), known == null ? History.beginning(place, object, change) : known.with(object, change));
        places.add(place);
        if (known != null && !known.latest().owners().equals(object.owners())) {
            known.latest().owners().forEach(owner -> places(owner).remove(place));
        }
        for (String owner : object.owners()) {
            byOwner.computeIfAbsent(owner, absent -> new ConcurrentSkipListSet<>())
                    .add(place);
        }
    }

    void remove(String id) {
        History<T> known = histories.remove(id);
        if (known != null) {
            places.remove(known.place());
            known.latest().owners().forEach(owner -> places(owner).remove(known.place()));
        }
    }

    @Nullable
    T latest(String id) {
        History<T> known = histories.get(id);
        return known == null ? null : known.latest();
    }

    @Nullable
    T find(String id, long change) {
        History<T> known = histories.get(id);
        return known == null ? null : known.after(change);
    }

    @Nullable
    Place place(String id) {
        History<T> known = histories.get(id);
        return known == null ? null : known.place();
    }

    /** Newest first. */
    NavigableSet<Place> places(@Nullable String owner) {
        return owner == null ? places : byOwner.getOrDefault(owner, new ConcurrentSkipListSet<>());
    }

    Stream<T> at(Collection<Place> where, long change) {
        return at(where.stream(), change);
    }

    Stream<T> at(Stream<Place> where, long change) {
        return where.map(place -> find(place.id(), change)).filter(Objects::nonNull);
    }

    int size() {
        return histories.size();
    }
}
