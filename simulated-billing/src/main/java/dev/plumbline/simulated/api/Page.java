package dev.plumbline.simulated.api;

import dev.plumbline.simulated.stripe.Json;
import dev.plumbline.simulated.stripe.Listing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One page of a list, newest first, cut at a cursor that is the id of an object. */
record Page<T>(List<T> data, boolean hasMore) {

    static <T> Page<T> of(Listing<T> listing, String kind, @Nullable String owner, Query query, Predicate<T> wanted) {
        String before = query.first("ending_before");
        if (before != null) {
            Page<T> nearestFirst =
                    take(from(listing.newerThan(before, owner), kind, before, "ending_before"), query, wanted);
            List<T> newestFirst = new ArrayList<>(nearestFirst.data());
            Collections.reverse(newestFirst);
            return new Page<>(newestFirst, nearestFirst.hasMore());
        }
        String after = query.first("starting_after");
        if (after != null) {
            return take(from(listing.olderThan(after, owner), kind, after, "starting_after"), query, wanted);
        }
        return take(owner == null ? listing.all() : listing.of(owner), query, wanted);
    }

    /** For lists inside one object, which are short and come in their own order. */
    static <T> Page<T> of(List<T> whole, Function<T, String> id, String kind, Query query) {
        String after = query.first("starting_after");
        int start = 0;
        if (after != null) {
            start = whole.stream().map(id).toList().indexOf(after) + 1;
            if (start == 0) {
                throw Refused.noSuchParameter(kind, after, "starting_after");
            }
        }
        return take(whole.stream().skip(start), query, any -> true);
    }

    static <T> Page<T> empty() {
        return new Page<>(List.of(), false);
    }

    ObjectNode shown(String url, Function<T, ObjectNode> shape) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode shown = list.putArray("data");
        data.forEach(one -> shown.add(shape.apply(one)));
        return list.put("has_more", hasMore).put("url", url);
    }

    private static <T> Page<T> take(Stream<T> from, Query query, Predicate<T> wanted) {
        int limit = query.limit();
        List<T> oneMore = from.filter(wanted).limit(limit + 1L).toList();
        boolean more = oneMore.size() > limit;
        return new Page<>(more ? oneMore.subList(0, limit) : oneMore, more);
    }

    private static <T> Stream<T> from(@Nullable Stream<T> rest, String kind, String cursor, String param) {
        if (rest == null) {
            throw Refused.noSuchParameter(kind, cursor, param);
        }
        return rest;
    }
}
