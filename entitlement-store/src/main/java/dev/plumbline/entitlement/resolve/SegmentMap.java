package dev.plumbline.entitlement.resolve;

import dev.plumbline.entitlement.model.FeatureKey;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The segments of every feature in one array, in the order of the features; never changes. A million customers are kept in
 * memory this way: their timelines share the keys and have neither a tree nor a list for each feature.
 */
@SuppressWarnings("JdkObsolete") // a timeline's features are in order, and nobody walks them backwards
final class SegmentMap extends AbstractMap<FeatureKey, List<Segment>> implements SortedMap<FeatureKey, List<Segment>> {
    private final FeatureKey[] keys;
    private final Segment[] segments;
    private final int[] ends;
    private final int from;
    private final int until;

    /** @param ends where the segments of each key end; nobody changes any of the arrays any more */
    SegmentMap(FeatureKey[] keys, Segment[] segments, int[] ends) {
        this(keys, segments, ends, 0, keys.length);
    }

    private SegmentMap(FeatureKey[] keys, Segment[] segments, int[] ends, int from, int until) {
        this.keys = keys;
        this.segments = segments;
        this.ends = ends;
        this.from = from;
        this.until = until;
    }

    static SortedMap<FeatureKey, List<Segment>> copyOf(SortedMap<FeatureKey, List<Segment>> map) {
        if (map instanceof SegmentMap) {
            return map;
        }
        var segments = new ArrayList<Segment>();
        var ends = new int[map.size()];
        var place = 0;
        for (var its : map.values()) {
            segments.addAll(its);
            ends[place++] = segments.size();
        }
        return new SegmentMap(map.keySet().toArray(FeatureKey[]::new), segments.toArray(Segment[]::new), ends);
    }

    private List<Segment> at(int place) {
        return new Stretch(segments, place == 0 ? 0 : ends[place - 1], ends[place]);
    }

    private static final class Stretch extends AbstractList<Segment> implements RandomAccess {
        private final Segment[] segments;
        private final int from;
        private final int size;

        Stretch(Segment[] segments, int from, int until) {
            this.segments = segments;
            this.from = from;
            size = until - from;
        }

        @Override
        public Segment get(int place) {
            return segments[from + Objects.checkIndex(place, size)];
        }

        @Override
        public int size() {
            return size;
        }
    }

    /** As {@link Arrays#binarySearch}: where it would be, if it is not there. */
    private int find(@Nullable Object key) {
        return key instanceof FeatureKey ? Arrays.binarySearch(keys, from, until, key) : -1;
    }

    @Override
    public @Nullable List<Segment> get(@Nullable Object key) {
        var place = find(key);
        return place < 0 ? null : at(place);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return find(key) >= 0;
    }

    @Override
    public int size() {
        return until - from;
    }

    @Override
    public Set<Entry<FeatureKey, List<Segment>>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<FeatureKey, List<Segment>>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return SegmentMap.this.size();
            }
        };
    }

    private final class Entries implements Iterator<Entry<FeatureKey, List<Segment>>> {
        private int next = from;

        @Override
        public boolean hasNext() {
            return next < until;
        }

        @Override
        public Entry<FeatureKey, List<Segment>> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            var place = next++;
            return Map.entry(keys[place], at(place));
        }
    }

    /** Null: the keys' own order. */
    @Override
    public @Nullable Comparator<? super FeatureKey> comparator() {
        return null;
    }

    @Override
    public SortedMap<FeatureKey, List<Segment>> subMap(FeatureKey first, FeatureKey end) {
        return tailMap(first).headMap(end);
    }

    @Override
    public SortedMap<FeatureKey, List<Segment>> headMap(FeatureKey end) {
        return new SegmentMap(keys, segments, ends, from, atOrAfter(end));
    }

    @Override
    public SortedMap<FeatureKey, List<Segment>> tailMap(FeatureKey first) {
        return new SegmentMap(keys, segments, ends, atOrAfter(first), until);
    }

    private int atOrAfter(FeatureKey key) {
        var place = find(key);
        return place < 0 ? -place - 1 : place;
    }

    @Override
    public FeatureKey firstKey() {
        return key(from);
    }

    @Override
    public FeatureKey lastKey() {
        return key(until - 1);
    }

    private FeatureKey key(int place) {
        if (isEmpty()) {
            throw new NoSuchElementException();
        }
        return keys[place];
    }
}
